using System.Numerics;

namespace Microsoft.ML.Trainers;

/// <summary>Sums of products.</summary>
internal static class DotProduct
{
    public static float Dense(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        Vector<float> sums = default;
        int i = 0;
        for (; i <= a.Length - Vector<float>.Count; i += Vector<float>.Count)
            sums += new Vector<float>(a[i..]) * new Vector<float>(b[i..]);
        float sum = Vector.Sum(sums);
        for (; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    public static float Sparse(ReadOnlySpan<float> values, ReadOnlySpan<int> indices, ReadOnlySpan<float> b)
    {
        float sum = 0;
        for (int k = 0; k < values.Length; k++)
            sum += values[k] * b[indices[k]];
        return sum;
    }
}
