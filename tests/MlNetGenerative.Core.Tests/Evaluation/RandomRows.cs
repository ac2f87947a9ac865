using MlNetGenerative.Core.Evaluation;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Tests.Evaluation;

/// <summary>Repeatable rows for tests.</summary>
internal static class RandomRows
{
    /// <summary>Normal numbers around a mean.</summary>
    public static SampleRows Normal(int count, int width, ulong seed, float mean = 0)
    {
        float[] values = new float[count * width];
        NormalNumbers.Fill(new Philox(seed, 1), 0, values);
        for (int i = 0; i < values.Length; i++)
            values[i] += mean;
        return new SampleRows(width, values);
    }

    /// <summary>Uniform numbers in [0, 1).</summary>
    public static SampleRows Uniform(int count, int width, ulong seed)
    {
        float[] values = new float[count * width];
        new Philox(seed, 1).Fill(0, 0, values);
        return new SampleRows(width, values);
    }

    public static SampleRows Of(double[][] rows) => SampleRows.Copy([.. rows.Select(row => TestVectors.ToFloat(row))]);
}
