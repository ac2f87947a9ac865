using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Boltzmann.Likelihood;

namespace MlNetGenerative.Core.Tests.Boltzmann.Likelihood;

[TestClass]
public sealed class ExactSamplerTests
{
    [TestMethod]
    [DataRow(4, 3)]    // enumerates hidden states
    [DataRow(4, 6)]    // enumerates visible states
    public void FrequenciesAreTheProbabilities(int visible, int hidden)
    {
        const int Count = 20_000;
        RestrictedBoltzmannMachine machine = RandomMachine.Create(visible, hidden, scale: 1, seed: 21);
        double logPartition = PartitionFunction.ExactLog(machine);
        int[] counts = new int[1 << visible];
        foreach (int[] sample in ExactSampler.DrawVisible(machine, 5, Count))
            counts[sample.Sum(unit => 1 << (visible - 1 - unit))]++;

        double chiSquare = 0;
        for (int state = 0; state < counts.Length; state++)
        {
            double expected = Count * Math.Exp(-machine.FreeEnergy(TestVectors.State(state, visible)) - logPartition);
            Assert.IsGreaterThan(5, expected, "Too rare for a chi-square test.");
            chiSquare += Math.Pow(counts[state] - expected, 2) / expected;
        }
        Assert.IsLessThan(37.7, chiSquare, "Fifteen degrees of freedom exceed 37.7 once in a thousand times.");
    }

    [TestMethod]
    public void StatesBeyondOneBlockAreFound()
    {
        // Twelve hidden units, four blocks of states; the two highest are nearly always on, so nearly all samples lie in the last block.
        float[] hiddenBias = new float[12];
        hiddenBias[10] = hiddenBias[11] = 12;
        float[] weights = new float[20 * 12];
        for (int unit = 0; unit < 20; unit++)
            weights[unit * 12 + 11] = unit % 2 == 0 ? 10 : -10;
        var machine = new RestrictedBoltzmannMachine(20, 12, weights, new float[20], hiddenBias);

        foreach (int[] sample in ExactSampler.DrawVisible(machine, 1, 50))
            CollectionAssert.AreEqual(Enumerable.Range(0, 10).Select(unit => 2 * unit).ToArray(), sample);
    }

    [TestMethod]
    public void TwoLargeSidesAreAnError()
    {
        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(() => ExactSampler.DrawVisible(RandomMachine.Create(25, 30), 1, 1));
        StringAssert.Contains(error.Message, "at most 24 units on one side, but the machine has 25 visible and 30 hidden units");
    }
}
