using MlNetGenerative.Neural.Networks;
using MlNetGenerative.Neural.Numerics;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural;

/// <summary>A fully connected layer: y = W x + b. Takes a vector, gives a vector.</summary>
/// <param name="Units">The size of the output, 1 to 1,048,576.</param>
/// <param name="UseBias">Whether it has b.</param>
/// <param name="Initialization">How W starts.</param>
/// <param name="SpectralNormalization">Whether W is divided by its largest singular value, estimated by one power iteration an update
/// (T. Miyato and others, "Spectral normalization for generative adversarial networks", ICLR 2018).</param>
public sealed record Dense(
    int Units, bool UseBias = true, WeightInitialization Initialization = WeightInitialization.GlorotUniform, bool SpectralNormalization = false) : Layer
{
    /// <summary>The size of the output.</summary>
    public int Units { get; } = Size(Units, nameof(Units));

    internal override WeightInitialization WeightsFrom => Initialization;

    internal override TensorShape OutputShape(TensorShape input) =>
        input.IsVector ? new TensorShape(Units) : throw WrongShape("a vector (put a Flatten before)", input);

    internal override IReadOnlyList<LayerArray> Arrays(TensorShape input) =>
    [
        LayerArray.Weight([Units, input.Count], input.Count, Units),
        .. LayerArray.Bias(UseBias, Units, input.Count),
        .. SpectralNorm.Arrays(SpectralNormalization, Units),
    ];

    internal override Tensor Forward(Tensor input, LayerModule module)
    {
        Tensor weight = SpectralNorm.Weight(module);
        return module.training || input.shape[0] == 1
            ? nn.functional.linear(input, weight, module.Bias)
            : WhateverTheirOrder(input, weight, module.Bias);
    }

    // A scored row must not depend on its place among the others. In X Wᵀ the last bits of a row do, where W has few rows (Intel's MKL, which the
    // official packages carry); in W Xᵀ they do not, except that the product of a single row of W is another routine, whose threads share rows.
    // The output stays as it was computed, transposed: the next product takes it so, and a copy of each layer costs a fifth of the encoding.
    private static Tensor WhateverTheirOrder(Tensor rows, Tensor weight, Tensor? bias)
    {
        Tensor output = weight.shape[0] == 1 ? (rows * weight).sum(1, true) : weight.mm(rows.t()).t();
        return bias is null ? output : output.Add(bias);
    }
}
