using MlNetGenerative.Neural.Networks;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural;

/// <summary>Normalises each group of channels of a row by its own mean and variance, then scales and shifts each channel.</summary>
/// <param name="Groups">The number of groups, 1 to 1,048,576; the channels must divide into them.</param>
/// <param name="Epsilon">Added to the variance, above 0 and at most 1.</param>
/// <remarks>Y. Wu and K. He, "Group normalization", ECCV 2018.</remarks>
public sealed record GroupNorm(int Groups, double Epsilon = 1e-5) : Layer
{
    /// <summary>The number of groups.</summary>
    public int Groups { get; } = Size(Groups, nameof(Groups));

    /// <summary>Added to the variance.</summary>
    public double Epsilon { get; } = NormalizationEpsilon.Check(Epsilon, nameof(Epsilon));

    internal override TensorShape OutputShape(TensorShape input) =>
        input.Sizes[0] % Groups == 0 ? input : throw WrongShape($"channels that divide into {Groups} groups", input);

    internal override IReadOnlyList<LayerArray> Arrays(TensorShape input) => LayerArray.Scale([input.Sizes[0]]);

    internal override Tensor Forward(Tensor input, LayerModule module) =>
        nn.functional.group_norm(input, Groups, module.Weight, module.Bias, Epsilon);
}
