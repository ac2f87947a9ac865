using MlNetGenerative.Core.Evaluation;

namespace MlNetGenerative.Core.Tests.Evaluation;

[TestClass]
public sealed class FrechetDistanceTests
{
    [TestMethod]
    public void DiagonalGaussiansHaveTheValueOfTheVector()
    {
        var first = new GaussianMoments([0, 0], new double[,] { { 1, 0 }, { 0, 1 } });
        var second = new GaussianMoments([1, 0], new double[,] { { 4, 0 }, { 0, 1 } });

        Assert.AreEqual(TestVectors.Number("frechet", "diag"), FrechetDistance.Between(first, second), 1e-12);
    }

    [TestMethod]
    public void FullGaussiansHaveTheValueOfTheVectorInBothDirections()
    {
        (GaussianMoments first, GaussianMoments second) = VectorGaussians.Pair();
        double expected = TestVectors.Number("frechet", "full");

        Assert.AreEqual(expected, FrechetDistance.Between(first, second), 1e-10);
        Assert.AreEqual(expected, FrechetDistance.Between(second, first), 1e-10);
    }

    [TestMethod]
    public void SingularCovariancesOfRankOneAreMeasured()
    {
        // Both variances lie on one line, where the distance is (2 - 1)² = 1.
        var first = new GaussianMoments([0, 0], new double[,] { { 0.5, 0.5 }, { 0.5, 0.5 } });
        var second = new GaussianMoments([0, 0], new double[,] { { 2, 2 }, { 2, 2 } });

        // The zero eigenvalue of the product, whose norm is 4, comes out wrong by a rounding of 4, and twice its root is in the result.
        double rounding = 2 * Math.Sqrt(4 * Math.BitIncrement(1.0) - 4);
        Assert.AreEqual(1, FrechetDistance.Between(first, second), 2 * rounding);
    }

    [TestMethod]
    public void ShiftedRowsAreTheSquaredShiftApart()
    {
        SampleRows rows = RandomRows.Normal(200, 3, seed: 4);
        SampleRows shifted = new(3, [.. Enumerable.Range(0, rows.Count).SelectMany(i => rows[i].ToArray().Select(x => x + 2))]);

        Assert.AreEqual(0, FrechetDistance.Between(rows, rows), 1e-10);
        Assert.AreEqual(3 * 4, FrechetDistance.Between(rows, shifted), 1e-4);
    }

    [TestMethod]
    public void MomentsAreThoseOfTheDefinitionAcrossBlocks()
    {
        SampleRows rows = RandomRows.Normal(1_100, 3, seed: 9, mean: 5);
        GaussianMoments moments = GaussianMoments.Of(rows);
        for (int i = 0; i < 3; i++)
        {
            double mean = Enumerable.Range(0, rows.Count).Average(row => (double)rows[row][i]);
            Assert.AreEqual(mean, moments.Mean[i], 1e-12);
            for (int j = 0; j < 3; j++)
            {
                double expected = Enumerable.Range(0, rows.Count).Sum(row => (rows[row][i] - moments.Mean[i]) * (rows[row][j] - moments.Mean[j])) / 1_099;
                Assert.AreEqual(expected, moments.Covariance(i, j), 1e-11);
            }
        }
    }

    [TestMethod]
    public void ProjectionKeepsTheLeadingVariancesAndAllDirectionsKeepTheDistance()
    {
        (GaussianMoments first, GaussianMoments second) = VectorGaussians.Pair();
        var all = new PrincipalProjection(first, 2);
        Assert.AreEqual(TestVectors.Number("frechet", "full"), FrechetDistance.Between(all.Apply(first), all.Apply(second)), 1e-10);

        // The larger eigenvalue of [2, 0.3; 0.3, 0.5].
        double expected = 1.25 + Math.Sqrt(0.75 * 0.75 + 0.3 * 0.3);
        Assert.AreEqual(expected, new PrincipalProjection(first, 1).Apply(first).Covariance(0, 0), 1e-12);
    }

    [TestMethod]
    public void TooFewRowsAndOtherWidthsAreNamed()
    {
        ArgumentException few = Assert.ThrowsExactly<ArgumentException>(() => GaussianMoments.Of(RandomRows.Normal(3, 3, 1)));
        StringAssert.Contains(few.Message, "at least 4 rows of 3 columns, but there are 3");
        ArgumentException width = Assert.ThrowsExactly<ArgumentException>(() => FrechetDistance.Between(RandomRows.Normal(9, 3, 1), RandomRows.Normal(9, 2, 1)));
        StringAssert.Contains(width.Message, "the first has 3 columns and the second 2");
    }

    [TestMethod]
    public void MomentsThatAreNoneAreRefused()
    {
        Assert.ThrowsExactly<ArgumentException>(() => new GaussianMoments([0, 0], new double[,] { { 1 } }));
        Assert.ThrowsExactly<ArgumentException>(() => new GaussianMoments([0, 0], new double[,] { { 1, 0.5 }, { 0.4, 1 } }));
        Assert.ThrowsExactly<ArgumentException>(() => new GaussianMoments([double.NaN], new double[,] { { 1 } }));
    }
}
