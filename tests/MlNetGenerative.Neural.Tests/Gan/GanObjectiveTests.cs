using MlNetGenerative.Core.Numerics;
using MlNetGenerative.Core.Tests;
using MlNetGenerative.Neural.Gan;
using MlNetGenerative.Neural.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Tests;

/// <summary>Losses and gradient penalty against values computed elsewhere in double precision, closed forms and finite differences.</summary>
[TestClass]
public sealed class GanObjectiveTests
{
    private static Tensor Of(float[] values, params long[] shape) => TensorArrays.Create(values, shape, CPU);

    private static float Discriminator(AdversarialLoss loss, float real, float fake, double smoothing = 0) =>
        GanObjective.Discriminator(loss, Of([real], 1, 1), Of([fake], 1, 1), smoothing).item<float>();

    private static float Generator(AdversarialLoss loss, float fake) => GanObjective.Generator(loss, Of([fake], 1, 1)).item<float>();

    private static double Expected(string name) => TestVectors.Number("gan_losses", name);

    [TestMethod]
    public void LossesHaveTheValuesOfTheirEquations()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.AreEqual(Expected("D_real3_fakem1"), Discriminator(AdversarialLoss.NonSaturating, 3, -1), 1e-6);
        Assert.AreEqual(Expected("G_nonsat_fakem1"), Generator(AdversarialLoss.NonSaturating, -1), 1e-6);
        Assert.AreEqual(Expected("eq_D"), Discriminator(AdversarialLoss.NonSaturating, 0, 0), 1e-6);
        Assert.AreEqual(Expected("eq_G"), Generator(AdversarialLoss.NonSaturating, 0), 1e-6);
        Assert.AreEqual(Expected("lsgan_D_real0p9_fake0p2"), Discriminator(AdversarialLoss.LeastSquares, 0.9f, 0.2f), 1e-6);
        Assert.AreEqual(Expected("lsgan_G_0p2"), Generator(AdversarialLoss.LeastSquares, 0.2f), 1e-6);
        Assert.AreEqual(Expected("hinge_D_real0p3_fakem1p5"), Discriminator(AdversarialLoss.Hinge, 0.3f, -1.5f), 1e-6);
        Assert.AreEqual(1.5, Generator(AdversarialLoss.Hinge, -1.5f), 1e-6);
        Assert.AreEqual(-4, Discriminator(AdversarialLoss.Wasserstein, 3, -1), 1e-6);
        Assert.AreEqual(1, Generator(AdversarialLoss.Wasserstein, -1), 1e-6);
        Assert.AreEqual(100, Discriminator(AdversarialLoss.NonSaturating, -100, -1) - 0.313261688, 1e-4, "no clipping, no overflow");
    }

    // -0.9 log σ(3) - 0.1 log(1 - σ(3)) - log(1 - σ(-1)): only real rows are smoothed.
    [TestMethod]
    public void SmoothingIsOfRealRowsAlone()
    {
        using DisposeScope scope = NewDisposeScope();
        double real = 1 / (1 + Math.Exp(-3)), fake = 1 / (1 + Math.Exp(1));
        Assert.AreEqual(-0.9 * Math.Log(real) - 0.1 * Math.Log(1 - real) - Math.Log(1 - fake), Discriminator(AdversarialLoss.NonSaturating, 3, -1, 0.1), 1e-6);
        Assert.AreEqual(0.5 * 0.2 * 0.2, Discriminator(AdversarialLoss.LeastSquares, 0.7f, 0, 0.1), 1e-6);
        // At the optimum of the smoothed loss the output for real rows is the logit of 0.9.
        Tensor output = Of([(float)Math.Log(9)], 1, 1).requires_grad_();
        GanObjective.Discriminator(AdversarialLoss.NonSaturating, output, Of([0], 1, 1), 0.1).backward();
        Assert.AreEqual(0, output.grad!.item<float>(), 1e-6);
    }

    [TestMethod]
    public void ThePenaltyOfALinearCriticIsItsClosedForm()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor weight = Of([3, 4], 2, 1).requires_grad_();
        Tensor penalty = GanObjective.GradientPenalty(rows => rows.mm(weight), Of([1, 2, 3, 4], 2, 2), Of([5, 6, -7, 8], 2, 2), Of([0.25f, 0.75f], 2, 1));
        Assert.AreEqual(Expected("wgangp_linear_w34_lambda10"), 10 * penalty.item<float>(), 1e-4);
        // d/dw (‖w‖ - 1)² = 2 (‖w‖ - 1) w / ‖w‖ = (4.8, 6.4).
        penalty.backward();
        float[] gradient = TensorArrays.ToArray(weight.grad!);
        Assert.AreEqual(4.8, gradient[0], 1e-5);
        Assert.AreEqual(6.4, gradient[1], 1e-5);
    }

    [TestMethod]
    public void AFlatCriticHasAPenaltyAndAFiniteGradient()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor weight = Of([0, 0], 2, 1).requires_grad_();
        Tensor penalty = GanObjective.GradientPenalty(rows => rows.mm(weight), Of([1, 2], 1, 2), Of([5, 6], 1, 2), Of([0.5f], 1, 1));
        Assert.AreEqual(1, penalty.item<float>(), 1e-5);
        penalty.backward();
        Assert.IsTrue(TensorArrays.ToArray(weight.grad!).All(float.IsFinite));
    }

    [TestMethod]
    public void TheGradientOfThePenaltyAgreesWithFiniteDifferences()
    {
        using DisposeScope scope = NewDisposeScope();
        float[] Normal(uint stream, int count)
        {
            float[] values = new float[count];
            NormalNumbers.Fill(new Philox(3, stream), 0, values);
            return values;
        }
        Tensor real = Of(Normal(1, 15), 5, 3), fake = Of(Normal(2, 15), 5, 3), share = Of([0.1f, 0.3f, 0.5f, 0.7f, 0.9f], 5, 1);
        float[] first = Normal(3, 12), second = Normal(4, 4);
        float Penalty(float[] inner, float[] outer, out float[] gradient)
        {
            Tensor v = Of(inner, 3, 4).requires_grad_(), w = Of(outer, 4, 1).requires_grad_();
            Tensor penalty = GanObjective.GradientPenalty(rows => rows.mm(v).tanh().mm(w), real, fake, share);
            penalty.backward();
            gradient = [.. TensorArrays.ToArray(v.grad!), .. TensorArrays.ToArray(w.grad!)];
            return penalty.item<float>();
        }
        Penalty(first, second, out float[] exact);
        const float Step = 1e-2f;
        for (int at = 0; at < 16; at++)
        {
            float Moved(float by)
            {
                float[] inner = [.. first], outer = [.. second];
                (at < 12 ? inner : outer)[at < 12 ? at : at - 12] += by;
                return Penalty(inner, outer, out _);
            }
            // Of fourth order: the error is that of single precision.
            float difference = (8 * (Moved(Step) - Moved(-Step)) - (Moved(2 * Step) - Moved(-2 * Step))) / (12 * Step);
            Assert.AreEqual(exact[at], difference, 2e-3 * (1 + Math.Abs(exact[at])), $"parameter {at}");
        }
    }

    [TestMethod]
    public void AccuracyAndDiversityAreThoseOfTheirDefinitions()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.AreEqual(0.75, GanHealth.Accuracy([1, -1], [-2, -3], 0));
        Assert.AreEqual(0.5, GanHealth.Accuracy([0, 0], [0, 0], 0));
        Assert.AreEqual(1, GanHealth.Accuracy([5, 6], [3, 4], null));
        float[] rows = [0, 0, 3, 4, 6, 8];
        Tensor real = Of(rows, 3, 2), half = real * 0.5, same = Of([1, 1, 1, 1, 1, 1], 3, 2);
        Assert.AreEqual(0.5, GanHealth.Diversity(real, half), 1e-6);
        Assert.AreEqual(0, GanHealth.Diversity(real, same), 1e-6);
        Assert.AreEqual(1, GanHealth.Diversity(same, real));
        // Against the mean over all pairs.
        double squares = 0, fakeSquares = 0;
        float[] fake = [1, 0, 0, 1, 2, 2];
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 3; j++)
                for (int c = 0; c < 2; c++)
                {
                    squares += Math.Pow(rows[2 * i + c] - rows[2 * j + c], 2);
                    fakeSquares += Math.Pow(fake[2 * i + c] - fake[2 * j + c], 2);
                }
        Assert.AreEqual(Math.Sqrt(fakeSquares / squares), GanHealth.Diversity(real, Of(fake, 3, 2)), 1e-6);
    }

    [TestMethod]
    public void EachSignHasAWarningOfItsOwnAndAHealthyEpochHasNone()
    {
        static TrainingEpoch Epoch(int number, double accuracy, double diversity) => new(
            number, new Dictionary<string, double> { ["Accuracy"] = accuracy, ["Diversity"] = diversity }, new Dictionary<string, double>(), 1, 1, 1, default);
        static string Signs(double accuracy, double diversity, AdversarialLoss loss = AdversarialLoss.NonSaturating) =>
            string.Join(' ', GanHealth.Warnings(Epoch(3, accuracy, diversity), loss).Select(warning => warning.Name));
        Assert.AreEqual("", Signs(0.75, 0.9));
        Assert.AreEqual("DiscriminatorSaturated", Signs(0.995, 0.9));
        Assert.AreEqual("", Signs(0.995, 0.9, AdversarialLoss.Wasserstein));
        Assert.AreEqual("DiscriminatorUndecided", Signs(0.51, 0.9));
        Assert.AreEqual("DiscriminatorSaturated ModeCollapse", Signs(1, 0.1));
        // Each kind once a run, as it was first seen.
        IReadOnlyList<NetworkWarning> run = GanHealth.Warnings([Epoch(1, 0.7, 0.3), Epoch(2, 0.995, 0.2)], AdversarialLoss.NonSaturating);
        CollectionAssert.AreEqual(new[] { (NetworkWarningKind.ModeCollapse, 1, 0.3), (NetworkWarningKind.DiscriminatorSaturated, 2, 0.995) },
            run.Select(warning => (warning.Kind, warning.Epoch, warning.Figure)).ToArray());
        Assert.StartsWith("ModeCollapse: In epoch 1 generated rows vary 0.30 times as much as real ones.", run[0].ToString());
    }
}
