namespace MlNetGenerative.Neural.Networks;

/// <summary>The SAME padding of TensorFlow: an output of ⌈size / stride⌉, and one row more at the end than at the start where the padding is odd.</summary>
internal readonly record struct SamePadding(int Before, int After)
{
    public static int OutputSize(int size, int stride) => (size + stride - 1) / stride;

    /// <summary>The padding of a convolution.</summary>
    public static SamePadding Of(int size, int kernel, int stride)
    {
        int total = Math.Max((OutputSize(size, stride) - 1) * stride + kernel - size, 0);
        return new SamePadding(total / 2, total - total / 2);
    }
}
