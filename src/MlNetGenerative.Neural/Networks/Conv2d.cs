using MlNetGenerative.Neural.Networks;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural;

/// <summary>A convolution with SAME padding as in TensorFlow. Takes channels × height × width, gives <paramref name="Channels"/> × ⌈height / stride⌉ × ⌈width / stride⌉.</summary>
/// <param name="Channels">The channels of the output, 1 to 1,048,576.</param>
/// <param name="KernelSize">Height and width of the kernel, 1 to 99.</param>
/// <param name="Stride">The step in both directions, 1 to 99.</param>
/// <param name="UseBias">Whether a bias is added to each channel.</param>
/// <param name="Initialization">How the kernel starts.</param>
/// <param name="SpectralNormalization">As for <see cref="Dense"/>, of the kernel as a matrix with a row an output channel.</param>
public sealed record Conv2d(
    int Channels, int KernelSize, int Stride = 1, bool UseBias = true, WeightInitialization Initialization = WeightInitialization.GlorotUniform,
    bool SpectralNormalization = false) : Layer
{
    /// <summary>The channels of the output.</summary>
    public int Channels { get; } = Size(Channels, nameof(Channels));

    /// <summary>Height and width of the kernel.</summary>
    public int KernelSize { get; } = KernelShape.Check(KernelSize, nameof(KernelSize));

    /// <summary>The step in both directions.</summary>
    public int Stride { get; } = KernelShape.Check(Stride, nameof(Stride));

    internal override WeightInitialization WeightsFrom => Initialization;

    internal override TensorShape OutputShape(TensorShape input) => input.IsImage
        ? new TensorShape(Channels, SamePadding.OutputSize(input.Sizes[1], Stride), SamePadding.OutputSize(input.Sizes[2], Stride))
        : throw WrongShape("channels × height × width (put a Reshape before)", input);

    internal override IReadOnlyList<LayerArray> Arrays(TensorShape input)
    {
        long area = KernelSize * KernelSize;
        return
        [
            LayerArray.Weight([Channels, input.Sizes[0], KernelSize, KernelSize], input.Sizes[0] * area, Channels * area),
            .. LayerArray.Bias(UseBias, Channels, input.Sizes[0] * area),
            .. SpectralNorm.Arrays(SpectralNormalization, Channels),
        ];
    }

    internal override Tensor Forward(Tensor input, LayerModule module)
    {
        SamePadding rows = SamePadding.Of(module.Input.Sizes[1], KernelSize, Stride);
        SamePadding columns = SamePadding.Of(module.Input.Sizes[2], KernelSize, Stride);
        long[] stride = [Stride, Stride];
        long[] padding = [rows.Before, columns.Before];
        // Only what the end has more than the beginning is added to the image: a convolution leaves out its own padding, and is faster for it.
        if (rows.Before != rows.After || columns.Before != columns.After)
            input = nn.functional.pad(input, [0, columns.After - columns.Before, 0, rows.After - rows.Before]);
        return nn.functional.conv2d(input, SpectralNorm.Weight(module), module.Bias, stride, padding);
    }
}
