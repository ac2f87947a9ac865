using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;
using MlNetGenerative.Neural.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Training;

/// <summary>Whether numbers are still numbers.</summary>
internal static class StateCheck
{
    /// <summary>Whether no entry is infinite or NaN.</summary>
    public static bool IsFinite(ReadOnlySpan<float> values) => values.IsEmpty || float.IsFinite(TensorPrimitives.MaxMagnitude(values));

    /// <summary>The name of the first tensor with an entry that is infinite or NaN; null when there is none.</summary>
    public static string? FirstNotFinite(IReadOnlyList<(string Name, Tensor Tensor)> state)
    {
        foreach ((string name, Tensor tensor) in state)
        {
            bool inPlace = tensor.device.type == DeviceType.CPU && tensor.is_contiguous();
            if (!IsFinite(inPlace ? TensorArrays.Values(tensor) : TensorArrays.ToArray(tensor)))
                return name;
        }
        return null;
    }
}
