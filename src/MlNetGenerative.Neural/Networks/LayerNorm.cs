using MlNetGenerative.Neural.Networks;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural;

/// <summary>Normalises each row by the mean and variance of its own values, then scales and shifts each value.</summary>
/// <param name="Epsilon">Added to the variance, above 0 and at most 1.</param>
/// <remarks>J. L. Ba, J. R. Kiros and G. E. Hinton, "Layer normalization", 2016.</remarks>
public sealed record LayerNorm(double Epsilon = 1e-5) : Layer
{
    /// <summary>Added to the variance.</summary>
    public double Epsilon { get; } = NormalizationEpsilon.Check(Epsilon, nameof(Epsilon));

    internal override IReadOnlyList<LayerArray> Arrays(TensorShape input) => LayerArray.Scale([.. input.Sizes]);

    internal override Tensor Forward(Tensor input, LayerModule module)
    {
        long[] shape = [.. module.Input.Sizes.Select(size => (long)size)];
        return nn.functional.layer_norm(input, shape, module.Weight, module.Bias, Epsilon);
    }
}
