using MlNetGenerative.Pipeline;

namespace MlNetGenerative.Tests.Pipeline;

[TestClass]
public sealed class ScoreQuantileTests
{
    [TestMethod]
    [DataRow(1, 0.5)]
    [DataRow(7, 0.01)]
    [DataRow(1000, 0.99)]
    [DataRow(1000, 1.0)]
    [DataRow(1001, 0.25)]
    public void IsTheElementThatSortingFinds(int count, double quantile)
    {
        var random = new Random(count);
        float[] scores = [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-8, 8))))];
        scores[0] = 0;
        float expected = scores.Order().ElementAt((int)Math.Ceiling(quantile * count) - 1);
        Assert.AreEqual(expected, ScoreQuantile.Of(() => scores, quantile));
    }

    [TestMethod]
    public void EqualScoresAreFine() => Assert.AreEqual(-3f, ScoreQuantile.Of(() => Enumerable.Repeat(-3f, 10), 0.99));

    [TestMethod]
    public void NoScoresAreAnError() => Assert.ThrowsExactly<ArgumentException>(() => ScoreQuantile.Of(() => [], 0.5));
}
