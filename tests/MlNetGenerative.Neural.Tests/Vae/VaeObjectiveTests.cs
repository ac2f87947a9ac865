using MlNetGenerative.Core.Tests;
using MlNetGenerative.Neural.Numerics;
using MlNetGenerative.Neural.Vae;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Tests;

/// <summary>The terms of the objective against values computed elsewhere in double precision.</summary>
[TestClass]
public sealed class VaeObjectiveTests
{
    private static Tensor Of(float[] values, params long[] shape) => TensorArrays.Create(values, shape, CPU);

    private static float Logit(double probability) => (float)Math.Log(probability / (1 - probability));

    [TestMethod]
    public void TheDivergenceTakesLogVariancesAndSumsOverUnits()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor divergence = VaeObjective.KullbackLeibler(Of([0.5f, -1], 1, 2), Of([-0.5f, 0.3f], 1, 2));
        double[] each = TestVectors.Vector("kl_to_std", "per_dim_logvar");
        float[] got = TensorArrays.ToArray(divergence);
        Assert.AreEqual(each[0], got[0], 1e-6);
        Assert.AreEqual(each[1], got[1], 1e-6);
        Assert.AreEqual(TestVectors.Number("kl_to_std", "KL_if_logvar_sum"), divergence.sum().item<float>(), 1e-6);
    }

    [TestMethod]
    public void TheBernoulliTermSumsOverColumnsAndIsTakenFromLogits()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor each = VaeObjective.LogBernoulli(Of([0, 1, 0.3f, 0.9f], 2, 2), Of([Logit(0.1), Logit(0.8), Logit(0.4), Logit(0.7)], 2, 2));
        Assert.AreEqual(2, each.NumberOfElements);
        Assert.AreEqual(-TestVectors.Number("bce", "sum"), each.sum().item<float>(), 1e-6);
        Assert.AreEqual(-TestVectors.Number("bce", "logit_form_x0p3_l1p2"), VaeObjective.LogBernoulli(Of([0.3f], 1, 1), Of([1.2f], 1, 1)).item<float>(), 1e-6);
        Assert.AreEqual(-100, VaeObjective.LogBernoulli(Of([0], 1, 1), Of([100], 1, 1)).item<float>(), 1e-4, "no clipping, no overflow");
    }

    [TestMethod]
    public void TheGaussianTermHasItsConstantAndItsDeviation()
    {
        using DisposeScope scope = NewDisposeScope();
        float[] zeros = new float[784], tenth = new float[784];
        Array.Fill(tenth, 0.1f);
        float At(float[] means, double deviation) =>
            -VaeObjective.LogGaussian(Of(zeros, 1, 784), Of(means, 1, 784), Of([(float)(2 * Math.Log(deviation))], 1)).item<float>();
        Assert.AreEqual(TestVectors.Number("gauss_decoder_const", "floor_nll_sigma1"), At(zeros, 1), 1e-3);
        Assert.AreEqual(TestVectors.Number("gauss_decoder_const", "nll_rms0p1_sigma1"), At(tenth, 1), 1e-3);
        Assert.AreEqual(TestVectors.Number("gauss_decoder_const", "nll_rms0p1_sigma_opt"), At(tenth, 0.1), 1e-3);
        float[] each = new float[784];
        Array.Fill(each, 2 * MathF.Log(0.1f));
        Assert.AreEqual(At(tenth, 0.1), -VaeObjective.LogGaussian(Of(zeros, 1, 784), Of(tenth, 1, 784), Of(each, 784)).item<float>(), 1e-3);
    }

    [TestMethod]
    public void TheImportanceWeightedBoundIsTheLogarithmOfTheMean()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor logWeights = Of([-100, -102, -101], 1, 3).requires_grad_();
        Tensor bound = VaeObjective.ImportanceWeightedBound(logWeights);
        Assert.AreEqual(TestVectors.Number("iwae", "iwae3"), bound.item<float>(), 1e-5);
        bound.sum().backward();
        float[] gradient = TensorArrays.ToArray(logWeights.grad!);
        double[] normalised = TestVectors.Vector("iwae", "normalised_w");
        for (int i = 0; i < 3; i++)
            Assert.AreEqual(normalised[i], gradient[i], 1e-5);
        Assert.AreEqual(TestVectors.Number("iwae", "iwae3"), VaeBounds.LogMeanExp([-100, -102, -101]), 1e-9);
        Assert.AreEqual(1 / normalised.Sum(weight => weight * weight), VaeBounds.EffectiveSampleSize([-100, -102, -101]), 1e-9);
        Assert.IsTrue(double.IsNaN(VaeBounds.LogMeanExp([1, float.NaN])));
    }

    // correctness V1: x = w z + c + s noise has a closed evidence; the bound is tight at the posterior, and below it by the divergence elsewhere.
    [TestMethod]
    public void OfALinearGaussianModelTheBoundIsTightAtThePosteriorAndTheGapIsTheDivergence()
    {
        const double W = 2, C = 0.5, S = 0.7, X = 1.3;
        const int Draws = 400_000;
        foreach ((double mean, double variance, double expected) in ((double, double, double)[])
            [(TestVectors.Number("elbo_lin_gauss", "post_mean"), TestVectors.Number("elbo_lin_gauss", "post_var"), TestVectors.Number("elbo_lin_gauss", "elbo_at_posterior")),
            (0.2, 0.5, TestVectors.Number("elbo_lin_gauss", "elbo_q_N0p2_0p5"))])
        {
            using DisposeScope scope = NewDisposeScope();
            float[] noise = new float[Draws];
            Core.Numerics.NormalNumbers.Fill(new Core.Numerics.Philox(1, 2), 3, noise);
            Tensor means = Of([(float)mean], 1, 1), logVariances = Of([(float)Math.Log(variance)], 1, 1);
            Tensor latents = VaeObjective.Reparameterize(means, logVariances, Of(noise, Draws, 1));
            Tensor logLikelihood = VaeObjective.LogGaussian(Of([(float)X], 1, 1).expand(Draws, 1), latents * W + C, Of([(float)(2 * Math.Log(S))], 1));
            double bound = logLikelihood.mean().item<float>() - VaeObjective.KullbackLeibler(means, logVariances).item<float>();
            Assert.AreEqual(expected, bound, 0.02);
            Tensor logWeights = logLikelihood + VaeObjective.LogPriorOverPosterior(latents, Of(noise, Draws, 1), logVariances.expand(Draws, 1));
            Assert.AreEqual(TestVectors.Number("elbo_lin_gauss", "log_px"), VaeBounds.LogMeanExp(TensorArrays.ToArray(logWeights)), 0.01);
        }
    }
}
