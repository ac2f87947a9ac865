using MlNetGenerative.Neural.Networks;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural;

/// <summary>A transposed convolution with SAME padding as in TensorFlow. Takes channels × height × width, gives <paramref name="Channels"/> × height · stride × width · stride.</summary>
/// <param name="Channels">The channels of the output, 1 to 1,048,576.</param>
/// <param name="KernelSize">Height and width of the kernel, 1 to 99.</param>
/// <param name="Stride">How many times larger the output is in both directions, 1 to 99.</param>
/// <param name="UseBias">Whether a bias is added to each channel.</param>
/// <param name="Initialization">How the kernel starts.</param>
public sealed record ConvTranspose2d(
    int Channels, int KernelSize, int Stride = 1, bool UseBias = true, WeightInitialization Initialization = WeightInitialization.GlorotUniform) : Layer
{
    /// <summary>The channels of the output.</summary>
    public int Channels { get; } = Size(Channels, nameof(Channels));

    /// <summary>Height and width of the kernel.</summary>
    public int KernelSize { get; } = KernelShape.Check(KernelSize, nameof(KernelSize));

    /// <summary>How many times larger the output is.</summary>
    public int Stride { get; } = KernelShape.Check(Stride, nameof(Stride));

    internal override WeightInitialization WeightsFrom => Initialization;

    internal override TensorShape OutputShape(TensorShape input) => input.IsImage && Math.Max(input.Sizes[1], input.Sizes[2]) <= LargestSize
        ? new TensorShape(Channels, input.Sizes[1] * Stride, input.Sizes[2] * Stride)
        : throw WrongShape("channels × height × width (put a Reshape before)", input);

    internal override IReadOnlyList<LayerArray> Arrays(TensorShape input)
    {
        long area = KernelSize * KernelSize;
        return
        [
            LayerArray.Weight([input.Sizes[0], Channels, KernelSize, KernelSize], input.Sizes[0] * area, Channels * area),
            .. LayerArray.Bias(UseBias, Channels, input.Sizes[0] * area),
        ];
    }

    // It is the gradient of a SAME convolution of the larger image: what that padded is cut off here, the larger part at the end.
    internal override Tensor Forward(Tensor input, LayerModule module)
    {
        int height = module.Input.Sizes[1], width = module.Input.Sizes[2];
        int before = SamePadding.Of(height * Stride, KernelSize, Stride).Before;
        long extra = Math.Max(0, Stride - KernelSize);
        long[] stride = [Stride, Stride];
        long[] padding = [before, before];
        long[] outputPadding = [extra, extra];
        Tensor output = nn.functional.conv_transpose2d(input, module.Weight, module.Bias, stride, padding, outputPadding);
        // Copied, because batch normalisation is far slower on a part of an image.
        return KernelSize - Stride > 2 * before ? output.narrow(2, 0, height * Stride).narrow(3, 0, width * Stride).contiguous() : output;
    }
}
