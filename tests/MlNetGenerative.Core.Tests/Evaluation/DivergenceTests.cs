using MlNetGenerative.Core.Evaluation;

namespace MlNetGenerative.Core.Tests.Evaluation;

[TestClass]
public sealed class DivergenceTests
{
    [TestMethod]
    public void DiscreteDivergencesHaveTheValuesOfTheVectors()
    {
        double[] p = TestVectors.Vector("kl_js_discrete", "p");
        double[] q = TestVectors.Vector("kl_js_discrete", "q");

        Assert.AreEqual(TestVectors.Number("kl_js_discrete", "KLpq"), Divergence.KullbackLeibler(p, q), 1e-12);
        Assert.AreEqual(TestVectors.Number("kl_js_discrete", "KLqp"), Divergence.KullbackLeibler(q, p), 1e-12);
        Assert.AreEqual(TestVectors.Number("kl_js_discrete", "JS_nats"), Divergence.JensenShannon(p, q), 1e-12);
        Assert.AreEqual(TestVectors.Number("kl_js_discrete", "JS_bits"), Divergence.JensenShannon(p, q) / Math.Log(2), 1e-12);
    }

    [TestMethod]
    public void DisjointDistributionsAreLn2ApartAndInfinitelyInOneDirection()
    {
        Assert.AreEqual(TestVectors.Number("kl_js_discrete", "JS_disjoint_nats"), Divergence.JensenShannon([1, 0], [0, 1]), 1e-15);
        Assert.AreEqual(double.PositiveInfinity, Divergence.KullbackLeibler([1, 0], [0, 1]));
        Assert.AreEqual(Math.Log(2), Divergence.KullbackLeibler([1, 0], [0.5, 0.5]), 1e-15);
    }

    [TestMethod]
    public void GaussiansHaveTheValuesOfTheVectors()
    {
        (GaussianMoments first, GaussianMoments second) = VectorGaussians.Pair();

        Assert.AreEqual(TestVectors.Number("kl_gauss_full", "KL01"), Divergence.KullbackLeibler(first, second), 1e-12);
        Assert.AreEqual(TestVectors.Number("kl_gauss_full", "KL10"), Divergence.KullbackLeibler(second, first), 1e-12);
    }

    [TestMethod]
    public void HistogramsRunFrom0ToTheLogarithmOfTheBins()
    {
        Assert.AreEqual(0, Divergence.FromUniform([7, 7, 7]));
        Assert.AreEqual(Math.Log(10), Divergence.FromUniform([0, 0, 5, 0, 0, 0, 0, 0, 0, 0]), 1e-15);
        Assert.AreEqual(Divergence.KullbackLeibler([0.25, 0.75], [0.5, 0.5]), Divergence.FromUniform([1, 3]), 1e-15);
    }

    [TestMethod]
    public void WhatIsNoDistributionIsRefused()
    {
        Assert.ThrowsExactly<ArgumentException>(() => Divergence.KullbackLeibler([0.5, 0.5], [1.0]));
        Assert.ThrowsExactly<ArgumentException>(() => Divergence.KullbackLeibler([0.5, 0.6], [0.5, 0.5]));
        Assert.ThrowsExactly<ArgumentException>(() => Divergence.JensenShannon([1.5, -0.5], [0.5, 0.5]));
        Assert.ThrowsExactly<ArgumentException>(() => Divergence.JensenShannon([double.NaN, 1], [0.5, 0.5]));
        Assert.ThrowsExactly<ArgumentException>(() => Divergence.FromUniform([0, 0]));
        Assert.ThrowsExactly<ArgumentException>(() => Divergence.FromUniform([1, -1]));
        var flat = new GaussianMoments([0, 0], new double[,] { { 1, 0 }, { 0, 0 } });
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => Divergence.KullbackLeibler(flat, flat)).Message, "not positive definite");
    }
}
