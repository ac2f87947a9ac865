using System.Numerics.Tensors;

namespace MlNetGenerative.Core.Evaluation;

/// <summary>Metrics of balls around rows: a row's ball reaches to its k-th nearest neighbour in its own set, itself not counted, and is closed.</summary>
/// <remarks>Values depend on the number of rows, so compare only at equal numbers. Time grows with the product of the numbers of rows.</remarks>
public static class NeighbourMetrics
{
    /// <summary>Improved precision and recall.</summary>
    /// <remarks>T. Kynkäänniemi et al., "Improved precision and recall metric for assessing generative models", NeurIPS 2019.</remarks>
    /// <param name="real">More than <paramref name="neighbours"/> rows.</param>
    /// <param name="generated">More than <paramref name="neighbours"/> rows of the same width.</param>
    /// <param name="neighbours">k, at least 1; the paper's 3.</param>
    /// <exception cref="ArgumentException">The widths differ, or there are too few rows.</exception>
    public static PrecisionRecall PrecisionAndRecall(SampleRows real, SampleRows generated, int neighbours = 3)
    {
        Require(real, generated, neighbours, "Precision and recall");
        float[] realRadii = SquaredRadii(real, neighbours);
        float[] generatedRadii = SquaredRadii(generated, neighbours);
        bool[] realCovered = new bool[real.Count];
        int precise = 0;
        float[] distances = new float[real.Count];
        for (int g = 0; g < generated.Count; g++)
        {
            SquaredDistances(generated[g], real, distances);
            bool isPrecise = false;
            for (int r = 0; r < distances.Length; r++)
            {
                isPrecise |= distances[r] <= realRadii[r];
                realCovered[r] |= distances[r] <= generatedRadii[g];
            }
            precise += isPrecise ? 1 : 0;
        }
        return new PrecisionRecall(precise / (double)generated.Count, realCovered.Count(covered => covered) / (double)real.Count);
    }

    /// <summary>Density and coverage, which outliers among the rows disturb less.</summary>
    /// <remarks>M. F. Naeem et al., "Reliable fidelity and diversity metrics for generative models", ICML 2020.</remarks>
    /// <param name="real">More than <paramref name="neighbours"/> rows.</param>
    /// <param name="generated">At least one row of the same width.</param>
    /// <param name="neighbours">k, at least 1; the paper's 5.</param>
    /// <exception cref="ArgumentException">The widths differ, or there are too few rows.</exception>
    public static DensityCoverage DensityAndCoverage(SampleRows real, SampleRows generated, int neighbours = 5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbours, 1);
        SampleRows.RequireComparable(real, generated, 1, "Density and coverage");
        real.RequireRows(neighbours + 1, $"Density and coverage with {neighbours} neighbours");
        float[] radii = SquaredRadii(real, neighbours);
        bool[] covered = new bool[real.Count];
        long inside = 0;
        float[] distances = new float[real.Count];
        for (int g = 0; g < generated.Count; g++)
        {
            SquaredDistances(generated[g], real, distances);
            for (int r = 0; r < distances.Length; r++)
            {
                if (distances[r] > radii[r])
                    continue;
                inside++;
                covered[r] = true;
            }
        }
        return new DensityCoverage(inside / ((double)neighbours * generated.Count), covered.Count(isCovered => isCovered) / (double)real.Count);
    }

    private static void Require(SampleRows real, SampleRows generated, int neighbours, string purpose)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbours, 1);
        SampleRows.RequireComparable(real, generated, neighbours + 1, $"{purpose} with {neighbours} neighbours");
    }

    private static float[] SquaredRadii(SampleRows rows, int neighbours)
    {
        float[] radii = new float[rows.Count];
        float[] distances = new float[rows.Count];
        for (int i = 0; i < radii.Length; i++)
        {
            SquaredDistances(rows[i], rows, distances);

            // The row itself, at distance 0, sorts first; equal rows are neighbours at distance 0.
            Array.Sort(distances);
            radii[i] = distances[neighbours];
        }
        return radii;
    }

    // Differences first: |x|² + |y|² - 2 x·y would lose the small distances that decide, and give another value for (y, x).
    private static void SquaredDistances(ReadOnlySpan<float> row, SampleRows rows, Span<float> distances)
    {
        Span<float> difference = row.Length <= 1024 ? stackalloc float[row.Length] : new float[row.Length];
        for (int i = 0; i < distances.Length; i++)
        {
            TensorPrimitives.Subtract(row, rows[i], difference);
            distances[i] = TensorPrimitives.SumOfSquares<float>(difference);
        }
    }
}
