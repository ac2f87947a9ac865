using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Tests.Boltzmann;

/// <summary>A machine of three visible and two hidden units against values by brute force.</summary>
[TestClass]
public sealed class ToyMachineTests
{
    private static readonly float[] Row101 = [1, 0, 1];

    private readonly RestrictedBoltzmannMachine _machine = TestVectors.ToyMachine();

    // Parameters like 0.1 are rounded to single precision, which changes results by some 1e-8.
    private const double Tolerance = 2e-7;

    [TestMethod]
    public void FreeEnergy() => Assert.AreEqual(TestVectors.Number("rbm_bb", "F_101"), _machine.FreeEnergy(Row101), Tolerance);

    [TestMethod]
    public void LogPartitionFunction() => Assert.AreEqual(TestVectors.Number("rbm_bb", "logZ"), PartitionFunction.ExactLog(_machine), Tolerance);

    [TestMethod]
    public void LogLikelihoodsAreThoseOfAllStatesAndSumToOne()
    {
        double[] expected = TestVectors.Vector("rbm_bb", "p_all_000_to_111");
        double logZ = PartitionFunction.ExactLog(_machine);
        double sum = 0;
        for (int state = 0; state < 8; state++)
        {
            double probability = Math.Exp(-_machine.FreeEnergy(TestVectors.State(state, 3)) - logZ);
            Assert.AreEqual(expected[state], probability, Tolerance);
            Assert.IsGreaterThan(0.0, probability);
            sum += probability;
        }
        Assert.AreEqual(1, sum, 1e-6);
        Assert.AreEqual(TestVectors.Number("rbm_bb", "logp_101"), -_machine.FreeEnergy(Row101) - logZ, Tolerance);
    }

    [TestMethod]
    public void ConditionalProbabilities()
    {
        float[] hidden = new float[2];
        _machine.HiddenProbabilities(Row101, hidden);
        AssertNear(TestVectors.Vector("rbm_bb", "ph_given_101"), hidden);
        float[] visible = new float[3];
        _machine.VisibleProbabilities([1, 0], visible);
        AssertNear(TestVectors.Vector("rbm_bb", "pv_given_h10"), visible);
    }

    [TestMethod]
    public void PseudoLikelihoodOfAllUnitsAndOfEach()
    {
        Assert.AreEqual(TestVectors.Number("pll", "exact_101"), PseudoLikelihood.Exact(_machine, Row101), Tolerance);
        double[] perUnit = TestVectors.Vector("pll", "per_flip_n_times");
        double mean = 0;
        for (int unit = 0; unit < 3; unit++)
        {
            double estimate = PseudoLikelihood.FromUnit(_machine, Row101, unit);
            Assert.AreEqual(perUnit[unit], estimate, 3 * Tolerance);
            mean += estimate / 3;
        }
        Assert.AreEqual(PseudoLikelihood.Exact(_machine, Row101), mean, 1e-12);
    }

    [TestMethod]
    public void StochasticPseudoLikelihoodIsUnbiasedAndExactWhenItUsesAllUnits()
    {
        double exact = PseudoLikelihood.Exact(_machine, Row101);
        var random = new RandomSequence(1, 2, 3);
        float[] means = [0.25f, 0.5f, 0.75f];
        double independent = 0;
        Assert.AreEqual(exact, PseudoLikelihood.Stochastic(_machine, Row101, 3, random, means, ref independent), 1e-12);
        Assert.AreEqual(IndependentColumns.LogLikelihood(means, Row101), independent, 1e-12);
        double mean = 0;
        for (int i = 0; i < 20_000; i++)
            mean += PseudoLikelihood.Stochastic(_machine, Row101, 1, random, means, ref independent) / 20_000;

        // The standard deviation of one estimate is 1.23, of the mean 0.0087.
        Assert.AreEqual(exact, mean, 0.04);
    }

    /// <summary>The difference of free energies is what contrastive divergence follows, not a likelihood: its gradient is a difference of
    /// statistics in which the chain's state is a constant.</summary>
    [TestMethod]
    public void ContrastiveDivergenceStatisticIsTheGradientOfTheDifferenceOfFreeEnergies()
    {
        float[] data = TestVectors.ToFloat(TestVectors.Vector("cd_stat", "v"));
        float[] chain = TestVectors.ToFloat(TestVectors.Vector("cd_stat", "vk"));
        double[][] expected = TestVectors.Matrix("cd_stat", "dW");
        Assert.AreEqual(TestVectors.Number("cd_stat", "loss_F_diff"), _machine.FreeEnergy(data) - _machine.FreeEnergy(chain), 2 * Tolerance);
        float[] hiddenOfData = new float[2], hiddenOfChain = new float[2];
        _machine.HiddenProbabilities(data, hiddenOfData);
        _machine.HiddenProbabilities(chain, hiddenOfChain);
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 2; j++)
            {
                Assert.AreEqual(expected[i][j], -(data[i] * hiddenOfData[j] - chain[i] * hiddenOfChain[j]), Tolerance);
                const float Step = 1f / 1024;
                double finite = (Difference(i, j, Step) - Difference(i, j, -Step)) / (2 * Step);
                Assert.AreEqual(expected[i][j], finite, 1e-5);
            }
        }

        double Difference(int i, int j, float step)
        {
            RestrictedBoltzmannMachine moved = WithWeightMoved(i, j, step);
            return moved.FreeEnergy(data) - moved.FreeEnergy(chain);
        }
    }

    /// <summary>dNLL/dW = -(&lt;v h&gt;_data - &lt;v h&gt;_model), by exact expectations and by finite differences of the exact likelihood.</summary>
    [TestMethod]
    public void LikelihoodGradientHasTheRightSign()
    {
        double[][] data = TestVectors.Matrix("rbm_bb_grad", "data");
        double[][] expected = TestVectors.Matrix("rbm_bb_grad", "dNLL_dW");
        Assert.AreEqual(TestVectors.Number("rbm_bb_grad", "nll"), NegativeLogLikelihood(_machine), 2 * Tolerance);
        double logZ = PartitionFunction.ExactLog(_machine);
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 2; j++)
            {
                double dataSide = data.Average(row => row[i] * Hidden(TestVectors.ToFloat(row))[j]);
                double modelSide = Enumerable.Range(0, 8).Select(state => TestVectors.State(state, 3))
                    .Sum(v => Math.Exp(-_machine.FreeEnergy(v) - logZ) * v[i] * Hidden(v)[j]);
                Assert.AreEqual(expected[i][j], -(dataSide - modelSide), 2 * Tolerance);
                const float Step = 1f / 1024;
                double finite = (NegativeLogLikelihood(WithWeightMoved(i, j, Step)) - NegativeLogLikelihood(WithWeightMoved(i, j, -Step))) / (2 * Step);
                Assert.AreEqual(expected[i][j], finite, 1e-5);
            }
        }

        double NegativeLogLikelihood(RestrictedBoltzmannMachine machine)
            => data.Average(row => machine.FreeEnergy(TestVectors.ToFloat(row))) + PartitionFunction.ExactLog(machine);
    }

    /// <summary>The same for biases: dNLL/da = -(&lt;v&gt;_data - &lt;v&gt;_model), dNLL/db likewise with p(h | v).</summary>
    [TestMethod]
    public void LikelihoodGradientOfBiases()
    {
        double[][] data = TestVectors.Matrix("rbm_bb_grad", "data");
        double[] visible = TestVectors.Vector("rbm_bb_grad", "dNLL_da"), hidden = TestVectors.Vector("rbm_bb_grad", "dNLL_db");
        double logZ = PartitionFunction.ExactLog(_machine);
        double Model(Func<float[], double> value) => Enumerable.Range(0, 8).Select(state => TestVectors.State(state, 3))
            .Sum(v => Math.Exp(-_machine.FreeEnergy(v) - logZ) * value(v));
        for (int i = 0; i < 3; i++)
            Assert.AreEqual(visible[i], -(data.Average(row => row[i]) - Model(v => v[i])), 2 * Tolerance);
        for (int j = 0; j < 2; j++)
            Assert.AreEqual(hidden[j], -(data.Average(row => Hidden(TestVectors.ToFloat(row))[j]) - Model(v => Hidden(v)[j])), 2 * Tolerance);
    }

    /// <summary>The transition kernel of a Gibbs step from the machine's own conditionals: its row, its second eigenvalue, and how fast the chain that starts at
    /// 101 comes to the model.</summary>
    [TestMethod]
    public void TheKernelOfAGibbsStepIsTheExactOne()
    {
        double[,] kernel = new double[8, 8];
        float[] visible = new float[3];
        for (int from = 0; from < 8; from++)
        {
            float[] onHidden = Hidden(TestVectors.State(from, 3));
            for (int h = 0; h < 4; h++)
            {
                float[] state = TestVectors.State(h, 2);
                _machine.VisibleProbabilities(state, visible);
                double ofHidden = state.Zip(onHidden, (x, p) => x == 1 ? p : 1.0 - p).Aggregate(1.0, (x, y) => x * y);
                for (int to = 0; to < 8; to++)
                    kernel[from, to] += ofHidden * TestVectors.State(to, 3).Zip(visible, (x, p) => x == 1 ? p : 1.0 - p).Aggregate(1.0, (x, y) => x * y);
            }
        }
        double[] row = TestVectors.Vector("gibbs_kernel", "row_101"), stationary = TestVectors.Vector("rbm_bb", "p_all_000_to_111");
        double[] chain = [.. Enumerable.Range(0, 8).Select(to => kernel[5, to])];
        for (int to = 0; to < 8; to++)
            Assert.AreEqual(row[to], chain[to], Tolerance);

        double[] divergences = TestVectors.Vector("gibbs_kernel", "kl_after_k");
        foreach ((int steps, int place) in ((int, int)[])[(1, 0), (2, 1), (5, 2)])
        {
            double[] reached = [.. chain];
            for (int step = 1; step < steps; step++)
                reached = [.. Enumerable.Range(0, 8).Select(to => Enumerable.Range(0, 8).Sum(from => reached[from] * kernel[from, to]))];
            double divergence = reached.Zip(stationary, (p, q) => p * Math.Log(p / q)).Sum();
            Assert.AreEqual(divergences[place], divergence, 1e-7, $"after {steps} steps");
        }

        // The kernel is reversible, so with weights of the square roots of the stationary probabilities it is symmetric, and its eigenvalues are real.
        double[,] symmetric = new double[8, 8];
        for (int i = 0; i < 8; i++)
            for (int j = 0; j < 8; j++)
                symmetric[i, j] = Math.Sqrt(stationary[i] / stationary[j]) * kernel[i, j];
        double[] eigenvalues = [.. MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfArray(symmetric).Evd(MathNet.Numerics.LinearAlgebra.Symmetricity.Unknown)
            .EigenValues.Select(value => value.Real).OrderDescending()];
        Assert.AreEqual(1, eigenvalues[0], 1e-6);
        Assert.AreEqual(TestVectors.Number("gibbs_kernel", "second_eigenvalue"), eigenvalues[1], 1e-6);
    }

    /// <summary>The gradient of log Z is the expectation of the gradient of log f, not of log f.</summary>
    [TestMethod]
    public void GradientOfLogPartitionFunction()
    {
        const float Step = 1f / 1024;
        float[] bias = _machine.GetVisibleBias();
        double finite = (LogZ(Step) - LogZ(-Step)) / (2 * Step);
        Assert.AreEqual(TestVectors.Number("grad_logZ", "dlogZ_da1"), finite, 1e-5);

        double LogZ(float step) => PartitionFunction.ExactLog(new RestrictedBoltzmannMachine(
            3, 2, _machine.GetWeights(), [bias[0] + step, bias[1], bias[2]], _machine.GetHiddenBias()));
    }

    /// <summary>f = exp(-E) is positive where -E is negative: the first state has E = 0 and f = 1.</summary>
    [TestMethod]
    public void UnnormalisedProbabilityIsTheExponentialOfTheNegativeEnergy()
    {
        double sum = 0;
        double[] expected = TestVectors.Vector("rbm_bb", "p_all_000_to_111");
        for (int j = 0; j < 4; j++)
            sum += Math.Exp(j % 2 * 0.6 + j / 2 * -0.4);
        Assert.AreEqual(expected[0], sum / TestVectors.Number("rbm_bb", "Z"), 1e-12);
        Assert.AreEqual(sum, Math.Exp(-_machine.FreeEnergy([0, 0, 0])), 1e-6);
    }

    [TestMethod]
    public void MetropolisFlipIsAcceptedByTheDifferenceOfFreeEnergies()
        => Assert.AreEqual(
            TestVectors.Number("metropolis_flip", "accept_111_to_101"),
            Math.Exp(_machine.FreeEnergy([1, 1, 1]) - _machine.FreeEnergy(Row101)), Tolerance);

    private float[] Hidden(float[] visible)
    {
        float[] hidden = new float[2];
        _machine.HiddenProbabilities(visible, hidden);
        return hidden;
    }

    private RestrictedBoltzmannMachine WithWeightMoved(int i, int j, float step)
    {
        float[] weights = _machine.GetWeights();
        weights[i * 2 + j] += step;
        return new RestrictedBoltzmannMachine(3, 2, weights, _machine.GetVisibleBias(), _machine.GetHiddenBias());
    }

    private static void AssertNear(double[] expected, float[] got)
    {
        for (int i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], got[i], Tolerance);
    }
}
