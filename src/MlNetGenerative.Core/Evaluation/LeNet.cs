using System.Numerics;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Evaluation;

/// <summary>A small LeNet with fixed weights, whose 84 features stand in for Inception's where images are 28×28 and grey: what the Fréchet
/// distance FLD84 and the other metrics of samples are measured on.</summary>
/// <remarks>
/// <para>Convolution 5×5 with padding 2 to 6 channels, ReLU, 2×2 maximum; convolution 5×5 to 16 channels, ReLU, 2×2 maximum; dense 400 to 120,
/// ReLU; dense 120 to 84, ReLU: the features; dense 84 to 10: the logits. Y. LeCun et al., "Gradient-based learning applied to document
/// recognition", 1998.</para>
/// <para>Any number of threads may use one object. An image's result does not depend on the images beside it.</para>
/// </remarks>
public sealed class LeNet
{
    /// <summary>Pixels of an image: 28 rows of 28.</summary>
    public const int ImageLength = ImageSize * ImageSize;

    /// <summary>Features of an image.</summary>
    public const int FeatureCount = 84;

    /// <summary>The number of classes.</summary>
    public const int ClassCount = 10;

    private const int ImageSize = 28;
    private const int Padding = 2;
    private const int PaddedSize = ImageSize + 2 * Padding;
    private const int PaddedLength = PaddedSize * PaddedSize;
    private const int PooledSize1 = 14;
    private const int Channels1 = 6;
    private const int Channels2 = 16;
    private const int PooledSize2 = 5;
    private const int PooledLength1 = Channels1 * PooledSize1 * PooledSize1;
    private const int PooledLength2 = Channels2 * PooledSize2 * PooledSize2;
    private const int Hidden = 120;

    private readonly LeNetParameters _parameters;

    private LeNet(LeNetParameters parameters) => _parameters = parameters;

    /// <summary>Reads weights that lie in this assembly.</summary>
    /// <param name="weights">What the network was trained on; distances are comparable only between measurements with the same weights.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no such weights.</exception>
    public static LeNet Load(LeNetWeights weights) => new(LeNetParameters.Load(weights));

    /// <summary>Features and logits of images.</summary>
    /// <param name="images">Rows of 784 grey values row by row, 0 black to 1 white.</param>
    /// <exception cref="ArgumentException">Rows are not 784 wide.</exception>
    public unsafe SampleFeatures Apply(SampleRows images)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Width != ImageLength)
            throw new ArgumentException($"The network takes images of {ImageSize}×{ImageSize} = {ImageLength} values, but rows have {images.Width}.", nameof(images));
        int lanes = Vector<float>.Count;
        var memory = new AlignedBuffer<Vector<float>>(PaddedLength + PooledLength1 + PooledLength2 + Hidden + FeatureCount + ClassCount);
        Vector<float>* padded = memory.Pointer;
        Vector<float>* pooled1 = padded + PaddedLength;
        Vector<float>* pooled2 = pooled1 + PooledLength1;
        Vector<float>* hidden = pooled2 + PooledLength2;
        Vector<float>* features = hidden + Hidden;
        Vector<float>* logits = features + FeatureCount;
        float[] allFeatures = new float[images.Count * FeatureCount];
        float[] allLogits = new float[images.Count * ClassCount];
        for (int first = 0; first < images.Count; first += lanes)
        {
            int count = Math.Min(lanes, images.Count - first);
            Gather(images, first, count, new Span<float>(padded, PaddedLength * lanes));
            LeNetLayers.ConvolveAndPool(padded, PaddedSize, 1, _parameters.Convolution1, _parameters.ConvolutionBias1,
                pooled1, PooledSize1, PooledSize1 * PooledSize1);
            LeNetLayers.ConvolveAndPool(pooled1, PooledSize1, Channels1, _parameters.Convolution2, _parameters.ConvolutionBias2,
                pooled2, PooledSize2, PooledSize2 * PooledSize2);
            LeNetLayers.Dense(pooled2, _parameters.Dense1, _parameters.DenseBias1, rectify: true, hidden);
            LeNetLayers.Dense(hidden, _parameters.Dense2, _parameters.DenseBias2, rectify: true, features);
            LeNetLayers.Dense(features, _parameters.Dense3, _parameters.DenseBias3, rectify: false, logits);
            Scatter((float*)features, count, FeatureCount, allFeatures.AsSpan(first * FeatureCount));
            Scatter((float*)logits, count, ClassCount, allLogits.AsSpan(first * ClassCount));
        }
        GC.KeepAlive(memory);
        return new SampleFeatures(new SampleRows(FeatureCount, allFeatures), new SampleRows(ClassCount, allLogits));
    }

    // Lanes without an image keep what an earlier image left there, which nobody reads.
    private static void Gather(SampleRows images, int first, int count, Span<float> padded)
    {
        int lanes = Vector<float>.Count;
        for (int lane = 0; lane < count; lane++)
        {
            ReadOnlySpan<float> image = images[first + lane];
            for (int y = 0; y < ImageSize; y++)
                for (int x = 0; x < ImageSize; x++)
                    padded[((y + Padding) * PaddedSize + x + Padding) * lanes + lane] = image[y * ImageSize + x];
        }
    }

    private static unsafe void Scatter(float* vectors, int count, int width, Span<float> rows)
    {
        int lanes = Vector<float>.Count;
        for (int lane = 0; lane < count; lane++)
            for (int i = 0; i < width; i++)
                rows[lane * width + i] = vectors[i * lanes + lane];
    }
}
