using MlNetGenerative.Core.Numerics;
using MlNetGenerative.Tests.Pipeline;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetGenerative.Tests.Generation;

[TestClass]
public sealed class LatentViewsTests
{
    private static readonly GenerativeCatalog Catalog = new MLContext(seed: 1).Generative();

    [TestMethod]
    public void NoiseIsAFunctionOfSeedAndRowInAnyOrder()
    {
        IDataView view = Catalog.Noise("Latent", 5, 200, seed: 3);
        List<float[]> rows = ViewReader.Vectors(view, "Latent");
        float[] expected = new float[5];
        NormalNumbers.Fill(new Philox(3, RandomStream.Prior), 17, expected);
        CollectionAssert.AreEqual(expected, rows[17]);
        CollectionAssert.AreEqual(rows[17], ViewReader.Vectors(Catalog.Noise("Other", 5, 18, seed: 3), "Other")[17]);
        CollectionAssert.AreNotEqual(rows[17], ViewReader.Vectors(Catalog.Noise("Latent", 5, 18, seed: 4), "Latent")[17]);
        Dictionary<string, string> serial = ViewReader.ById(view);
        PipelineAssert.AssertSame(serial, ViewReader.ById(view, new Random(1)));
        PipelineAssert.AssertSame(serial, ViewReader.ByIdFromSet(view, 3));
        PipelineAssert.AssertSame(serial, ViewReader.ByIdFromSet(view, 3, new Random(1)));
        Assert.IsTrue(view.Schema["Latent"].HasSlotNames());
    }

    // Moments of a standard normal number between -c and c: variance 1 - 2 c φ(c) / (2 Φ(c) - 1); the mean of n squares has a standard error
    // of at most sqrt(2/n), here 0.0063.
    [TestMethod]
    [DataRow(null, 1.0)]
    [DataRow(1f, 0.29112509)]
    [DataRow(2f, 0.77374118)]
    public void NoiseHasTheVarianceOfItsDistribution(float? truncation, double variance)
    {
        List<float> values = [.. ViewReader.Vectors(Catalog.Noise("Latent", 50, 1000, seed: 5, truncation), "Latent").SelectMany(vector => vector)];
        Assert.AreEqual(0, values.Average(), 0.02);
        Assert.AreEqual(variance, values.Average(value => (double)value * value), 0.02);
        if (truncation is { } limit)
            Assert.IsTrue(values.All(value => Math.Abs(value) < limit), "none is cut off at the limit itself");
    }

    [TestMethod]
    public void LinearInterpolationGoesInEqualSteps()
    {
        List<float[]> points = ViewReader.Vectors(Catalog.Interpolate("Latent", [0, 8], [4, 0], 5), "Latent");
        CollectionAssert.AreEqual(new float[] { 0, 8, 1, 6, 2, 4, 3, 2, 4, 0 }, points.SelectMany(point => point).ToArray());
        CollectionAssert.AreEqual(new float[] { 0, 8 }, ViewReader.Vectors(Catalog.Interpolate("Latent", [0, 8], [4, 0], 1), "Latent")[0]);
    }

    [TestMethod]
    public void SphericalInterpolationTurnsInEqualAnglesAndChangesLengthEvenly()
    {
        float[] from = [3, 0, 0], to = [0, 0, 5];
        List<float[]> points = ViewReader.Vectors(Catalog.Interpolate("Latent", from, to, 7, InterpolationKind.Spherical), "Latent");
        for (int i = 0; i < 7; i++)
        {
            double angle = Math.PI / 2 * i / 6, length = 3 + 2 * i / 6.0;
            Assert.AreEqual(length * Math.Cos(angle), points[i][0], 1e-6);
            Assert.AreEqual(0, points[i][1], 1e-6);
            Assert.AreEqual(length * Math.Sin(angle), points[i][2], 1e-6);
        }
    }

    [TestMethod]
    [DataRow(new float[] { 0, 0 }, new float[] { 2, 4 })]
    [DataRow(new float[] { 1, 2 }, new float[] { 3, 6 })]
    [DataRow(new float[] { 1, 2 }, new float[] { -1, -2 })]
    public void PointsWithoutAnArcBetweenThemAreJoinedByALine(float[] from, float[] to) => CollectionAssert.AreEqual(
        ViewReader.Vectors(Catalog.Interpolate("Latent", from, to, 5), "Latent").SelectMany(point => point).ToArray(),
        ViewReader.Vectors(Catalog.Interpolate("Latent", from, to, 5, InterpolationKind.Spherical), "Latent").SelectMany(point => point).ToArray());

    [TestMethod]
    public void AGridGoesFromLeftToRightAndFromTopToBottom()
    {
        List<float[]> points = ViewReader.Vectors(Catalog.LatentGrid("Latent", [10, 20], [1, 0], [0, 2], 3), "Latent");
        CollectionAssert.AreEqual(
            new float[] { 9, 22, 10, 22, 11, 22, 9, 20, 10, 20, 11, 20, 9, 18, 10, 18, 11, 18 }, points.SelectMany(point => point).ToArray());
    }

    [TestMethod]
    public void BadArgumentsAreNamed()
    {
        AssertNames("size must be at least 1, but is 0", () => Catalog.Noise("Latent", 0, 1));
        AssertNames("count must be at least 1, but is 0", () => Catalog.Noise("Latent", 1, 0));
        AssertNames("truncation must be at least 0.5, or null, but is 0.1", () => Catalog.Noise("Latent", 1, 1, truncation: 0.1f));
        AssertNames("truncation must be at least 0.5, or null, but is NaN", () => Catalog.Noise("Latent", 1, 1, truncation: float.NaN));
        AssertNames("from must be a point of finite entries, but is NaN", () => Catalog.Interpolate("Latent", [1, float.NaN], [1, 2], 3));
        AssertNames("to must be a point of finite entries, but is Infinity", () => Catalog.Interpolate("Latent", [1, 2], [1, float.PositiveInfinity], 3));
        AssertNames("up must be a point of finite entries, but is NaN", () => Catalog.LatentGrid("Latent", [0], [1], [float.NaN], 3));
        AssertNames("side must be from 2 to 10000, but is 1", () => Catalog.LatentGrid("Latent", [0], [1], [1], 1));
        Assert.Contains("one has 1 and the other 2", Assert.ThrowsExactly<ArgumentException>(() => Catalog.Interpolate("Latent", [1], [1, 2], 3)).Message);
        Assert.Contains("have 1, 2 and 1", Assert.ThrowsExactly<ArgumentException>(() => Catalog.LatentGrid("Latent", [0], [1, 2], [1], 3)).Message);
    }

    private static void AssertNames(string message, Action act) => Assert.Contains(message, Assert.ThrowsExactly<ArgumentOutOfRangeException>(act).Message);
}
