using System.Runtime.Intrinsics;

namespace MlNetGenerative.Core.Numerics;

/// <summary>The widths of vector registers that the kernels exist for.</summary>
internal enum VectorWidth
{
    Scalar,
    Bits128,
    Bits256,
    Bits512,
}

/// <summary>Chooses a width for the machine that the program runs on.</summary>
internal static class VectorWidths
{
    /// <summary>The widest one that the machine has.</summary>
    public static VectorWidth Best =>
        Vector512.IsHardwareAccelerated ? VectorWidth.Bits512
        : Vector256.IsHardwareAccelerated ? VectorWidth.Bits256
        : Vector128.IsHardwareAccelerated ? VectorWidth.Bits128
        : VectorWidth.Scalar;
}
