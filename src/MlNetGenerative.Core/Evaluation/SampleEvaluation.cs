using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Evaluation;

/// <summary>Measures generated samples against real rows, and held-out real rows in the same way.</summary>
public static class SampleEvaluation
{
    private const int HeldOutRow = 0;
    private const int ReferenceRow = 1;
    private const int GeneratedRow = 2;
    private const int RecallNeighbours = 3;
    private const int CoverageNeighbours = 5;

    /// <summary>Measures with given held-out rows, such as a test set.</summary>
    /// <param name="reference">Real rows that both are compared with, such as the training set; more rows than features.</param>
    /// <param name="heldOut">Other real rows; more rows than features.</param>
    /// <param name="generated">Generated samples; more rows than features.</param>
    /// <param name="settings">Numbers of rows and seed; null for the defaults.</param>
    /// <exception cref="ArgumentException">The widths differ, or there are too few rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public static SampleComparison Compare(
        SampleFeatures reference, SampleFeatures heldOut, SampleFeatures generated, SampleComparisonSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(heldOut);
        ArgumentNullException.ThrowIfNull(generated);
        settings ??= new SampleComparisonSettings();
        settings.Validate();
        int count = Math.Min(settings.Count, Math.Min(reference.Count, Math.Min(heldOut.Count, generated.Count)));
        int[] referenceOrder = Order(reference.Count, settings.Seed, ReferenceRow);
        var comparison = new Reference(reference.Features, referenceOrder, count, Math.Min(count, settings.NeighbourCount));
        return new SampleComparison(
            comparison.Measure(generated.Choose(Order(generated.Count, settings.Seed, GeneratedRow).AsSpan(0, count))),
            comparison.Measure(heldOut.Choose(Order(heldOut.Count, settings.Seed, HeldOutRow).AsSpan(0, count))));
    }

    /// <summary>Measures with held-out rows that are taken from the real ones: at most half of them, chosen by the seed.</summary>
    /// <param name="real">Real rows; more than twice as many as features.</param>
    /// <param name="generated">Generated samples; more rows than features.</param>
    /// <param name="settings">Numbers of rows and seed; null for the defaults.</param>
    /// <exception cref="ArgumentException">The widths differ, or there are too few rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public static SampleComparison Compare(SampleFeatures real, SampleFeatures generated, SampleComparisonSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(generated);
        settings ??= new SampleComparisonSettings();
        settings.Validate();
        int heldOut = Math.Min(real.Count / 2, Math.Min(settings.Count, generated.Count));
        int[] order = Order(real.Count, settings.Seed, HeldOutRow);
        return Compare(real.Choose(order.AsSpan(heldOut)), real.Choose(order.AsSpan(0, heldOut)), generated, settings);
    }

    // Fisher and Yates.
    private static int[] Order(int count, ulong seed, ulong set)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        var random = new RandomSequence(seed, RandomStream.MeasuredSamples, set);
        for (int i = 0; i < count - 1; i++)
        {
            int other = i + (int)random.NextBelow(count - i);
            (order[i], order[other]) = (order[other], order[i]);
        }
        return order;
    }

    /// <summary>What both sets are compared with: the moments of all rows, and chosen rows.</summary>
    private sealed class Reference(SampleRows features, int[] order, int count, int neighbourCount)
    {
        private readonly GaussianMoments _moments = GaussianMoments.Of(features);
        private readonly SampleRows _rows = features.Choose(order.AsSpan(0, count));
        private readonly SampleRows _neighbours = features.Choose(order.AsSpan(0, neighbourCount));

        public SampleMetrics Measure(SampleFeatures samples)
        {
            SampleRows.RequireComparable(_rows, samples.Features, CoverageNeighbours + 1, "The comparison of samples");
            SampleRows near = samples.Features.Choose([.. Enumerable.Range(0, neighbourCount)]);
            DensityCoverage densityCoverage = NeighbourMetrics.DensityAndCoverage(_neighbours, near, CoverageNeighbours);
            return new SampleMetrics
            {
                Count = count,
                NeighbourCount = neighbourCount,
                FrechetDistance = FrechetDistance.Between(_moments, GaussianMoments.Of(samples.Features)),
                KernelDistance = KernelDistance.Cubic(_rows, samples.Features),
                Recall = NeighbourMetrics.PrecisionAndRecall(_neighbours, near, RecallNeighbours).Recall,
                Density = densityCoverage.Density,
                Coverage = densityCoverage.Coverage,
                ClassDivergence = Divergence.FromUniform(samples.ClassCounts()),
                InceptionScore = InceptionScore.Of(samples.Probabilities()),
            };
        }
    }
}
