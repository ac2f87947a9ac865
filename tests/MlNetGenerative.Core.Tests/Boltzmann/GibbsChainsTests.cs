using MlNetGenerative.Core.Boltzmann;

namespace MlNetGenerative.Core.Tests.Boltzmann;

[TestClass]
public sealed class GibbsChainsTests
{
    private const int Chains = 40_000;

    [TestMethod]
    public void OneStepFollowsTheExactTransitionKernel()
    {
        double[] row = TestVectors.Vector("gibbs_kernel", "row_101");
        var chains = new GibbsChains(TestVectors.ToyMachine(), 11, 0, Chains);
        StartAll(chains, [0, 2], [1, 1]);
        chains.Step(1);
        AssertFrequencies(row, chains);
    }

    [TestMethod]
    public void EachFurtherStepComesCloserToTheModelAsTheKernelSays()
    {
        double[] stationary = TestVectors.Vector("rbm_bb", "p_all_000_to_111");
        double[] divergences = TestVectors.Vector("gibbs_kernel", "kl_after_k");
        var chains = new GibbsChains(TestVectors.ToyMachine(), 12, 0, Chains);
        StartAll(chains, [0, 2], [1, 1]);
        chains.Step(1);

        // A divergence estimated from n samples of 8 states is about 7 / (2 n) too large.
        Assert.AreEqual(divergences[0], Divergence(Frequencies(chains), stationary), 0.0025);
        chains.Step(19);
        AssertFrequencies(stationary, chains);
    }

    [TestMethod]
    public void StartFromNoiseIsUniform()
    {
        var chains = new GibbsChains(TestVectors.ToyMachine(), 13, 0, Chains);
        chains.StartFromNoise();
        AssertFrequencies([.. Enumerable.Repeat(0.125, 8)], chains);
    }

    [TestMethod]
    public void GreyStartsAreDrawn()
    {
        var chains = new GibbsChains(TestVectors.ToyMachine(), 14, 0, Chains);
        StartAll(chains, [0, 2], [0.25f, 1]);
        AssertFrequencies([0, 0.75, 0, 0, 0, 0.25, 0, 0], chains);
    }

    [TestMethod]
    public void AChainDependsOnItsIndexAndNotOnTheBatchItIsIn()
    {
        RestrictedBoltzmannMachine machine = RandomMachine.Create(45, 37);
        var all = new GibbsChains(machine, 5, 100, 300);
        var some = new GibbsChains(machine, 5, 210, 7);
        all.StartFromNoise();
        some.StartFromNoise();
        all.Step(4);
        all.Step(3);
        some.Step(7);
        float[] expected = new float[45], got = new float[45];
        for (int chain = 0; chain < 7; chain++)
        {
            all.CopyStates(110 + chain, expected);
            some.CopyStates(chain, got);
            CollectionAssert.AreEqual(expected, got);
            all.CopyMeans(110 + chain, expected);
            some.CopyMeans(chain, got);
            CollectionAssert.AreEqual(expected, got);
        }
    }

    [TestMethod]
    public void MeansAreTheProbabilitiesThatStatesWereDrawnFrom()
    {
        var chains = new GibbsChains(TestVectors.ToyMachine(), 15, 0, Chains);
        chains.StartFromNoise();
        chains.Step(2);
        float[] means = new float[3], states = new float[3];
        double[] difference = new double[3];
        for (int chain = 0; chain < Chains; chain++)
        {
            chains.CopyMeans(chain, means);
            chains.CopyStates(chain, states);
            for (int i = 0; i < 3; i++)
                difference[i] += (means[i] - states[i]) / Chains;
        }
        foreach (double value in difference)
            Assert.AreEqual(0, value, 5 * 0.5 / Math.Sqrt(Chains));
    }

    [TestMethod]
    public void MeansBeforeTheFirstStepAreRefused()
    {
        var chains = new GibbsChains(TestVectors.ToyMachine(), 1, 0, 2);
        chains.StartFromNoise();
        Assert.ThrowsExactly<InvalidOperationException>(() => chains.CopyMeans(0, new float[3]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => chains.CopyStates(2, new float[3]));
        Assert.ThrowsExactly<ArgumentException>(() => chains.CopyStates(1, new float[4]));
    }

    private static void StartAll(GibbsChains chains, int[] indices, float[] values)
    {
        for (int chain = 0; chain < Chains; chain++)
            chains.StartFrom(chain, indices, values);
    }

    private static double[] Frequencies(GibbsChains chains)
    {
        double[] frequencies = new double[8];
        float[] states = new float[3];
        for (int chain = 0; chain < Chains; chain++)
        {
            chains.CopyStates(chain, states);
            frequencies[(int)(4 * states[0] + 2 * states[1] + states[2])] += 1.0 / Chains;
        }
        return frequencies;
    }

    /// <summary>Each frequency within five standard deviations.</summary>
    private static void AssertFrequencies(double[] expected, GibbsChains chains)
    {
        double[] frequencies = Frequencies(chains);
        for (int state = 0; state < 8; state++)
            Assert.AreEqual(expected[state], frequencies[state], 5 * Math.Sqrt(expected[state] * (1 - expected[state]) / Chains), $"state {state}");
    }

    private static double Divergence(double[] p, double[] q) => p.Select((x, i) => x == 0 ? 0 : x * Math.Log(x / q[i])).Sum();
}
