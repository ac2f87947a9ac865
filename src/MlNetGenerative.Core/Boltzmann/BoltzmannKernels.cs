using System.Runtime.Intrinsics;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>The loops that Boltzmann machines spend their time in, for one width of vector registers.</summary>
/// <remarks>
/// <para>Each works on a range of panels, and the result does not depend on how panels are divided into ranges.</para>
/// <para>Loops are optimised when they are first compiled (AggressiveOptimization). Compiled in steps, the first epoch takes twice the
/// time, and what was tuned to the first training of a process is slower in others.</para>
/// </remarks>
internal abstract class BoltzmannKernels
{
    /// <summary>The kernels of the widest vectors that the machine has.</summary>
    public static BoltzmannKernels Best { get; } = ForWidth(VectorWidths.Best);

    /// <summary>The kernels of a given width; all widths give the same bits.</summary>
    public static BoltzmannKernels ForWidth(VectorWidth width) => width switch
    {
        VectorWidth.Bits512 => new BoltzmannKernels<Width512, Vector512<float>, Vector512<uint>>(),
        VectorWidth.Bits256 => new BoltzmannKernels<Width256, Vector256<float>, Vector256<uint>>(),
        VectorWidth.Bits128 => new BoltzmannKernels<Width128, Vector128<float>, Vector128<uint>>(),
        _ => new BoltzmannKernels<WidthScalar, float, uint>(),
    };

    /// <summary>Computes one layer given the other, for panels in [fromPanel, toPanel).</summary>
    public abstract void Conditional(in ConditionalStage stage, int fromPanel, int toPanel);

    /// <summary>Updates weights and hidden biases, for panels of hidden units in [fromPanel, toPanel).</summary>
    public abstract void Update(in GradientStage stage, int fromPanel, int toPanel);

    /// <summary>sigmoid of each entry; input and output may be the same memory.</summary>
    public abstract void Sigmoid(ReadOnlySpan<float> activations, Span<float> probabilities);
}
