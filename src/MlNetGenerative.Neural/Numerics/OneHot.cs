using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Numerics;

/// <summary>Labels as networks take them: one column a label, 1 at the row's own.</summary>
internal static class OneHot
{
    /// <summary>The codes of labels, [count × numberOfLabels]; that of a negative label is all zero. Null for a model without labels.</summary>
    public static Tensor? Create(ReadOnlySpan<int> labels, int numberOfLabels, Device device)
    {
        if (numberOfLabels == 0)
            return null;
        float[] codes = new float[labels.Length * numberOfLabels];
        for (int row = 0; row < labels.Length; row++)
            if (labels[row] >= 0)
                codes[row * numberOfLabels + labels[row]] = 1;
        return TensorArrays.Create(codes, [labels.Length, numberOfLabels], device);
    }
}
