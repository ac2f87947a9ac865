using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Boltzmann.Likelihood;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Tests.Boltzmann.Likelihood;

/// <summary>Weights and moves of annealed chains against sums over all states.</summary>
[TestClass]
public sealed class AnnealedChainsTests
{
    [TestMethod]
    public void MeanWeightOverTheBaseRateIsTheRatioOfPartitionFunctions()
    {
        var path = new AnnealedMachine(TestVectors.ToyMachine(), TestVectors.ToFloat(TestVectors.Vector("ais_identity", "a0")));
        double[] logWeights = LogWeightsOfAllStates(path, 0, 1);

        double sum = 0;
        for (int state = 0; state < 8; state++)
            sum += Math.Exp(path.LogBaseRate(On(state, 3)) - path.BaseLogPartition + logWeights[state]);

        Assert.AreEqual(TestVectors.Number("ais_identity", "logZ0"), path.BaseLogPartition, 1e-7);
        Assert.AreEqual(TestVectors.Number("ais_identity", "logZ_from_identity"), path.BaseLogPartition + Math.Log(sum), 2e-7);
    }

    [TestMethod]
    public void MeanReverseWeightOverTheMachineIsTheInverseRatio()
    {
        var path = new AnnealedMachine(TestVectors.ToyMachine(), TestVectors.ToFloat(TestVectors.Vector("ais_identity", "a0")));
        double[] logWeights = LogWeightsOfAllStates(path, 1, 0);
        double[] probabilities = TestVectors.Vector("rbm_bb", "p_all_000_to_111");

        double sum = 0;
        for (int state = 0; state < 8; state++)
            sum += probabilities[state] * Math.Exp(logWeights[state]);

        Assert.AreEqual(TestVectors.Number("rbm_bb", "logZ"), path.BaseLogPartition - Math.Log(sum), 2e-7);
    }

    [TestMethod]
    public void WeightsOfChainsThatDoNotMoveAddUpWithoutDrift()
    {
        AnnealedMachine path = AnnealedMachine.FromColumnMeans(KnownMachines.OfDigits, new float[784]);
        AnnealedChains stepwise = Chains(path, 2), atOnce = Chains(path, 2);
        stepwise.StartFromBaseRate(1);
        atOnce.StartFromBaseRate(1);

        IReadOnlyList<double> beta = AnnealingSchedule.SalakhutdinovMurray.InverseTemperatures;
        for (int k = 1; k < beta.Count; k++)
            stepwise.Weigh(beta[k - 1], beta[k]);
        atOnce.Weigh(0, 1);

        for (int chain = 0; chain < 2; chain++)
        {
            Assert.IsGreaterThan(5, Math.Abs(atOnce.LogWeights[chain]), "This chain's weight shows nothing.");
            Assert.AreEqual(atOnce.LogWeights[chain], stepwise.LogWeights[chain], 2e-5);
        }
    }

    [TestMethod]
    public void FreeEnergiesAreThoseOfTheMachineAndLeaveTheWeights()
    {
        RestrictedBoltzmannMachine machine = KnownMachines.OfDigits;
        AnnealedChains chains = Chains(AnnealedMachine.FromColumnMeans(machine, new float[784]), 7);
        chains.StartFromBaseRate(2);
        chains.Weigh(0, 0.25);
        double[] before = chains.LogWeights.ToArray();
        double[] energies = new double[7];
        chains.FreeEnergies(energies);

        CollectionAssert.AreEqual(before, chains.LogWeights.ToArray());
        for (int chain = 0; chain < 7; chain++)
        {
            float[] visible = new float[784];
            foreach (int unit in chains.Visible(chain))
                visible[unit] = 1;
            Assert.AreEqual(machine.FreeEnergy(visible), energies[chain], 1e-4);
        }
    }

    [TestMethod]
    [DataRow(0.35)]
    [DataRow(1.0)]
    public void StepsLeaveTheAnnealedDistributionAsItIs(double beta)
    {
        const int Count = 40_000;
        float[] baseBias = [0.7f, -0.4f, 0.2f];
        var path = new AnnealedMachine(TestVectors.ToyMachine(), baseBias);
        double[] expected = Annealed(path, beta);
        AnnealedChains chains = Chains(path, Count, seed: 5);
        chains.StartFromBaseRate(5);
        for (int step = 0; step < 12; step++)   // the second eigenvalue at beta = 1 is 0.21, so nothing is left of the start
            chains.Step(beta);

        AssertFrequencies(expected, Enumerable.Range(0, Count).Select(chain => Number(chains.Visible(chain), 3)));
    }

    [TestMethod]
    public void BaseRateIsIndependentColumns()
    {
        var path = new AnnealedMachine(TestVectors.ToyMachine(), [0.7f, -0.4f, 0.2f]);
        AnnealedChains chains = Chains(path, 40_000, seed: 6);
        chains.StartFromBaseRate(6);

        AssertFrequencies(Annealed(path, 0), Enumerable.Range(0, 40_000).Select(chain => Number(chains.Visible(chain), 3)));
    }

    [TestMethod]
    public void EveryWidthGivesTheSameBits()
    {
        AnnealedMachine path = AnnealedMachine.FromColumnMeans(RandomMachine.Create(75, 45, seed: 4), RandomMachine.Row(75, 1, grey: true, 4));
        double[] reference = Run(VectorWidth.Scalar, 0, 9);

        foreach (VectorWidth width in Enum.GetValues<VectorWidth>())
            CollectionAssert.AreEqual(reference, Run(width, 0, 9), width.ToString());
        CollectionAssert.AreEqual(reference[3..7], Run(VectorWidths.Best, 3, 4), "A chain must not depend on the batch it is in.");

        double[] Run(VectorWidth width, int first, int count)
        {
            var chains = new AnnealedChains(path, 8, RandomStream.ForwardHidden, RandomStream.ForwardVisible, first, count, width);
            chains.StartFromBaseRate(8);
            for (int k = 1; k <= 20; k++)
            {
                chains.Weigh((k - 1) / 20d, k / 20d);
                chains.Step(k / 20d);
            }
            return chains.LogWeights.ToArray();
        }
    }

    private static AnnealedChains Chains(AnnealedMachine path, int count, ulong seed = 1)
        => new(path, seed, RandomStream.ForwardHidden, RandomStream.ForwardVisible, 0, count, VectorWidths.Best);

    private static double[] LogWeightsOfAllStates(AnnealedMachine path, double from, double to)
    {
        AnnealedChains chains = Chains(path, 8);
        for (int state = 0; state < 8; state++)
            chains.StartFrom(state, On(state, 3));
        chains.Weigh(from, to);
        return chains.LogWeights.ToArray();
    }

    /// <summary>f_beta over its sum, from the definition: a product over hidden units of 1 + exp(beta x).</summary>
    private static double[] Annealed(AnnealedMachine path, double beta)
    {
        float[] visibleBias = new float[3];
        path.VisibleBias(beta, visibleBias);
        float[] weights = path.Machine.GetWeights();
        float[] hiddenBias = path.Machine.GetHiddenBias();
        double[] values = new double[8];
        for (int state = 0; state < 8; state++)
        {
            double value = 1;
            foreach (int unit in On(state, 3))
                value *= Math.Exp(visibleBias[unit]);
            for (int hidden = 0; hidden < 2; hidden++)
                value *= 1 + Math.Exp(beta * (hiddenBias[hidden] + On(state, 3).Sum(unit => weights[unit * 2 + hidden])));
            values[state] = value;
        }
        return [.. values.Select(value => value / values.Sum())];
    }

    private static void AssertFrequencies(double[] expected, IEnumerable<int> states)
    {
        int[] counts = new int[8];
        foreach (int state in states)
            counts[state]++;
        double chiSquare = expected.Select((p, state) => Math.Pow(counts[state] - p * counts.Sum(), 2) / (p * counts.Sum())).Sum();
        Assert.IsLessThan(24.3, chiSquare, "Seven degrees of freedom exceed 24.3 once in a thousand times.");
    }

    private static int[] On(int state, int units) => [.. Enumerable.Range(0, units).Where(unit => TestVectors.State(state, units)[unit] == 1)];

    private static int Number(ReadOnlySpan<int> on, int units)
    {
        int number = 0;
        foreach (int unit in on)
            number |= 1 << (units - 1 - unit);
        return number;
    }
}
