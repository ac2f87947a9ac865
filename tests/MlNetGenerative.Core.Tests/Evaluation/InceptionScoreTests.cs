using MlNetGenerative.Core.Evaluation;

namespace MlNetGenerative.Core.Tests.Evaluation;

[TestClass]
public sealed class InceptionScoreTests
{
    [TestMethod]
    public void ToyProbabilitiesHaveTheValueOfTheVector()
        => Assert.AreEqual(TestVectors.Number("inception_score", "IS"), InceptionScore.Of(RandomRows.Of(TestVectors.Matrix("inception_score", "P"))), 1e-7);

    [TestMethod]
    public void ItRunsFrom1ToTheNumberOfClasses()
    {
        Assert.AreEqual(1, InceptionScore.Of(new SampleRows(2, [0.3f, 0.7f, 0.3f, 0.7f])), 1e-6);
        Assert.AreEqual(3, InceptionScore.Of(new SampleRows(3, [1, 0, 0, 0, 1, 0, 0, 0, 1])), 1e-12);
    }

    [TestMethod]
    public void LogitsAreRefused()
        => StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => InceptionScore.Of(new SampleRows(2, [0.5f, 0.5f, 3, -2]))).Message, "Row 1 must be probabilities");
}
