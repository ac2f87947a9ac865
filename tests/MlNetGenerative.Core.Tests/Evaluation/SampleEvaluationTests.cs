using MlNetGenerative.Core.Evaluation;

namespace MlNetGenerative.Core.Tests.Evaluation;

[TestClass]
public sealed class SampleEvaluationTests
{
    private static readonly SampleComparisonSettings Settings = new() { Count = 300, NeighbourCount = 200, Seed = 3 };

    [TestMethod]
    public void RealSamplesAreAtTheFloorAndOthersAreNot()
    {
        SampleFeatures real = Features(2_000, seed: 1);
        SampleMetrics floor = SampleEvaluation.Compare(real, Features(500, seed: 2), Settings).RealFloor;
        SampleMetrics same = SampleEvaluation.Compare(real, Features(500, seed: 2), Settings).Generated;
        SampleMetrics other = SampleEvaluation.Compare(real, Features(500, seed: 2, mean: 2), Settings).Generated;

        Assert.AreEqual(300, same.Count);
        Assert.AreEqual(200, same.NeighbourCount);

        // A squared shift of 2 in each of 4 columns.
        Assert.AreEqual(16, other.FrechetDistance, 1.5);
        Assert.IsLessThan(0.5, same.FrechetDistance);
        Assert.IsLessThan(0.5, floor.FrechetDistance);
        Assert.IsLessThan(0.1 * other.KernelDistance, Math.Abs(same.KernelDistance));
        Assert.IsGreaterThan(other.Recall + 0.3, same.Recall);
        Assert.IsGreaterThan(other.Density + 0.3, same.Density);
        Assert.IsGreaterThan(other.Coverage + 0.3, same.Coverage);
    }

    [TestMethod]
    public void NumbersAreThoseOfTheSingleMetricsWhenAllRowsAreTaken()
    {
        SampleFeatures reference = Features(100, seed: 1);
        SampleFeatures heldOut = Features(100, seed: 2);
        SampleFeatures generated = Features(100, seed: 3, mean: 0.5f);
        SampleComparison comparison = SampleEvaluation.Compare(reference, heldOut, generated, Settings);
        foreach ((SampleFeatures samples, SampleMetrics metrics) in new[] { (generated, comparison.Generated), (heldOut, comparison.RealFloor) })
        {
            DensityCoverage densityCoverage = NeighbourMetrics.DensityAndCoverage(reference.Features, samples.Features);
            Assert.AreEqual(100, metrics.Count);
            Assert.AreEqual(FrechetDistance.Between(reference.Features, samples.Features), metrics.FrechetDistance, 1e-9);
            Assert.AreEqual(KernelDistance.Cubic(reference.Features, samples.Features), metrics.KernelDistance, 1e-9);
            Assert.AreEqual(NeighbourMetrics.PrecisionAndRecall(reference.Features, samples.Features).Recall, metrics.Recall, 1e-12);
            Assert.AreEqual(densityCoverage.Density, metrics.Density, 1e-12);
            Assert.AreEqual(densityCoverage.Coverage, metrics.Coverage, 1e-12);
            Assert.AreEqual(Divergence.FromUniform(samples.ClassCounts()), metrics.ClassDivergence, 1e-12);
            Assert.AreEqual(InceptionScore.Of(samples.Probabilities()), metrics.InceptionScore, 1e-9);
        }
    }

    [TestMethod]
    public void TheSeedDecidesWhichRowsAreMeasured()
    {
        SampleFeatures real = Features(1_000, seed: 1);
        SampleFeatures generated = Features(500, seed: 2);
        SampleComparison first = SampleEvaluation.Compare(real, generated, Settings);

        Assert.AreEqual(first, SampleEvaluation.Compare(real, generated, Settings));
        Assert.AreNotEqual(first, SampleEvaluation.Compare(real, generated, Settings with { Seed = 4 }));
    }

    [TestMethod]
    public void HeldOutRowsAreNoneOfTheReferenceRows()
    {
        // Of distinct rows none is at distance 0 from a reference row; with the rows themselves held out density would be far above 1.
        SampleFeatures real = Features(400, seed: 1);
        SampleMetrics floor = SampleEvaluation.Compare(real, Features(400, seed: 2), Settings).RealFloor;
        SampleMetrics itself = SampleEvaluation.Compare(real, real, real, Settings with { Count = 400, NeighbourCount = 400 }).RealFloor;

        Assert.AreEqual(200, floor.Count);
        Assert.AreEqual(0, itself.FrechetDistance, 1e-9);
        Assert.IsGreaterThan(1e-3, floor.FrechetDistance);
    }

    [TestMethod]
    public void BadSettingsAndTooFewRowsAreNamed()
    {
        SampleFeatures real = Features(200, seed: 1);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => SampleEvaluation.Compare(real, real, Settings with { Count = 3 })).Message, "Count must be from 16 to 1000000, but is 3");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => SampleEvaluation.Compare(real, real, Settings with { NeighbourCount = 0 })).Message, "NeighbourCount must be from 16 to 100000, but is 0");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(
            () => SampleEvaluation.Compare(real, Features(3, seed: 2), Settings)).Message, "needs at least 6 rows");
    }

    private static SampleFeatures Features(int count, ulong seed, float mean = 0)
        => new(RandomRows.Normal(count, 4, seed, mean), RandomRows.Normal(count, 3, seed + 100));
}
