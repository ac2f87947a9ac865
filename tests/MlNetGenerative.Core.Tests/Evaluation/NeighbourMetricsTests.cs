using MlNetGenerative.Core.Evaluation;

namespace MlNetGenerative.Core.Tests.Evaluation;

[TestClass]
public sealed class NeighbourMetricsTests
{
    [TestMethod]
    public void ToyRowsHaveTheValuesOfTheVectors()
    {
        SampleRows real = RandomRows.Of(TestVectors.Matrix("precision_recall", "R"));
        SampleRows generated = RandomRows.Of(TestVectors.Matrix("precision_recall", "F"));
        double[] expected = TestVectors.Vector("precision_recall", "precision_recall");

        Assert.AreEqual(new PrecisionRecall(expected[0], expected[1]), NeighbourMetrics.PrecisionAndRecall(real, generated, neighbours: 1));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    [DataRow(5)]
    public void BallsAreThoseOfTheDefinition(int neighbours)
    {
        SampleRows real = RandomRows.Normal(60, 4, seed: 1);
        SampleRows generated = RandomRows.Normal(45, 4, seed: 2, mean: 0.6f);
        double[] realRadii = Radii(real, neighbours);
        double[] generatedRadii = Radii(generated, neighbours);
        int[] reals = [.. Enumerable.Range(0, real.Count)];
        int[] fakes = [.. Enumerable.Range(0, generated.Count)];
        bool InReal(int f, int r) => Distance(real, r, generated, f) <= realRadii[r];

        PrecisionRecall precisionRecall = NeighbourMetrics.PrecisionAndRecall(real, generated, neighbours);
        Assert.AreEqual(fakes.Count(f => reals.Any(r => InReal(f, r))) / 45.0, precisionRecall.Precision, 1e-12);
        Assert.AreEqual(reals.Count(r => fakes.Any(f => Distance(real, r, generated, f) <= generatedRadii[f])) / 60.0, precisionRecall.Recall, 1e-12);

        DensityCoverage densityCoverage = NeighbourMetrics.DensityAndCoverage(real, generated, neighbours);
        Assert.AreEqual(fakes.Sum(f => reals.Count(r => InReal(f, r))) / (45.0 * neighbours), densityCoverage.Density, 1e-12);
        Assert.AreEqual(reals.Count(r => fakes.Any(f => InReal(f, r))) / 60.0, densityCoverage.Coverage, 1e-12);
    }

    [TestMethod]
    public void ASetCoversItselfAndNotWhatIsFarAway()
    {
        SampleRows real = RandomRows.Normal(50, 3, seed: 1);
        SampleRows far = RandomRows.Normal(50, 3, seed: 2, mean: 100);

        Assert.AreEqual(new PrecisionRecall(1, 1), NeighbourMetrics.PrecisionAndRecall(real, real));
        Assert.AreEqual(new PrecisionRecall(0, 0), NeighbourMetrics.PrecisionAndRecall(real, far));
        Assert.AreEqual(1, NeighbourMetrics.DensityAndCoverage(real, real).Coverage);
        Assert.AreEqual(new DensityCoverage(0, 0), NeighbourMetrics.DensityAndCoverage(real, far));
    }

    [TestMethod]
    public void TooFewRowsAreNamed()
    {
        SampleRows rows = RandomRows.Normal(50, 3, 1);
        SampleRows few = RandomRows.Normal(3, 3, 1);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => NeighbourMetrics.PrecisionAndRecall(rows, few)).Message, "at least 4 rows");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => NeighbourMetrics.DensityAndCoverage(few, rows)).Message, "at least 6 rows");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => NeighbourMetrics.PrecisionAndRecall(rows, rows, neighbours: 0));
        Assert.ThrowsExactly<ArgumentException>(() => NeighbourMetrics.PrecisionAndRecall(rows, RandomRows.Normal(50, 2, 1)));
    }

    private static double[] Radii(SampleRows rows, int neighbours)
        => [.. Enumerable.Range(0, rows.Count).Select(i
            => Enumerable.Range(0, rows.Count).Where(j => j != i).Select(j => Distance(rows, i, rows, j)).Order().ElementAt(neighbours - 1))];

    private static double Distance(SampleRows first, int i, SampleRows second, int j)
        => Math.Sqrt(first[i].ToArray().Zip(second[j].ToArray(), (a, b) => ((double)a - b) * ((double)a - b)).Sum());
}
