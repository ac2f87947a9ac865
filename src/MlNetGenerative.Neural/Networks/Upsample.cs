using MlNetGenerative.Neural.Networks;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural;

/// <summary>Repeats each value of an image in a square.</summary>
/// <param name="Factor">The side of the square, 1 to 99.</param>
public sealed record Upsample(int Factor = 2) : Layer
{
    /// <summary>The side of the square.</summary>
    public int Factor { get; } = KernelShape.Check(Factor, nameof(Factor));

    internal override TensorShape OutputShape(TensorShape input) => input.IsImage && Math.Max(input.Sizes[1], input.Sizes[2]) <= LargestSize
        ? new TensorShape(input.Sizes[0], input.Sizes[1] * Factor, input.Sizes[2] * Factor)
        : throw WrongShape("channels × height × width (put a Reshape before)", input);

    internal override Tensor Forward(Tensor input, LayerModule module)
    {
        long[] size = [module.Input.Sizes[1] * Factor, module.Input.Sizes[2] * Factor];
        return nn.functional.upsample_nearest2d(input, size);
    }
}
