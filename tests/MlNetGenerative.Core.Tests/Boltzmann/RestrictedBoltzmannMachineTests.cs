using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Tests.Boltzmann;

[TestClass]
public sealed class RestrictedBoltzmannMachineTests
{
    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(5, 33)]
    [DataRow(64, 32)]
    [DataRow(101, 63)]
    [DataRow(3000, 7)]
    [DataRow(7, 3000)]
    public void ActivationsProbabilitiesAndFreeEnergyEqualDoublePrecisionLoops(int visible, int hidden)
    {
        RestrictedBoltzmannMachine machine = RandomMachine.Create(visible, hidden, scale: 0.3f);
        float[] weights = machine.GetWeights(), visibleBias = machine.GetVisibleBias(), hiddenBias = machine.GetHiddenBias();
        foreach (bool grey in (bool[])[false, true])
        {
            float[] row = RandomMachine.Row(visible, 0.4, grey, 3);
            float[] activations = new float[hidden], probabilities = new float[hidden];
            machine.HiddenActivations(row, activations);
            machine.HiddenProbabilities(row, probabilities);
            double energy = 0;
            for (int i = 0; i < visible; i++)
                energy -= (double)visibleBias[i] * row[i];
            for (int j = 0; j < hidden; j++)
            {
                double expected = hiddenBias[j];
                for (int i = 0; i < visible; i++)
                    expected += (double)row[i] * weights[i * hidden + j];
                energy -= Softplus.Of(expected);
                Assert.AreEqual(expected, activations[j], 1e-6 * visible);
                Assert.AreEqual(1 / (1 + Math.Exp(-activations[j])), probabilities[j], 3e-7);
            }
            Assert.AreEqual(energy, machine.FreeEnergy(row), 1e-6 * visible * Math.Sqrt(hidden));
        }

        float[] states = RandomMachine.Row(hidden, 0.5, grey: true, 4);
        float[] means = new float[visible];
        machine.VisibleProbabilities(states, means);
        for (int i = 0; i < visible; i++)
        {
            double expected = visibleBias[i];
            for (int j = 0; j < hidden; j++)
                expected += (double)states[j] * weights[i * hidden + j];
            Assert.AreEqual(1 / (1 + Math.Exp(-expected)), means[i], 1e-6 * hidden);
        }
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void SparseRowsGiveTheBitsOfDenseRows(bool grey)
    {
        RestrictedBoltzmannMachine machine = RandomMachine.Create(101, 63);
        float[] row = RandomMachine.Row(101, 0.3, grey, 5);
        (int[] indices, float[] values) = RandomMachine.Sparse(row);
        float[] dense = new float[63], sparse = new float[63];
        machine.HiddenActivations(row, dense);
        machine.HiddenActivations(indices, values, sparse);
        CollectionAssert.AreEqual(dense, sparse);
        Assert.AreEqual(machine.FreeEnergy(row), machine.FreeEnergy(indices, values, sparse));
    }

    [TestMethod]
    [DataRow(37, 45)]
    [DataRow(784, 500)]
    public void ManyRowsGiveTheBitsOfSingleOnes(int visible, int hidden)
    {
        RestrictedBoltzmannMachine machine = RandomMachine.Create(visible, hidden, scale: 0.3f);
        foreach (int count in (int[])[0, 1, 2, 128, 129, 300])
        {
            float[] rows = [.. Enumerable.Range(0, count).SelectMany(row => RandomMachine.Row(visible, 0.3, grey: row % 2 == 0, (ulong)row + 1))];
            if (count > 1)
                rows[visible + 3] = float.NaN;
            float[] all = new float[count * hidden], one = new float[hidden];
            machine.HiddenProbabilities(rows, count, all);
            for (int row = 0; row < count; row++)
            {
                machine.HiddenProbabilities(rows.AsSpan(row * visible, visible), one);
                CollectionAssert.AreEqual(one, all[(row * hidden)..((row + 1) * hidden)]);
            }
        }
        Assert.ThrowsExactly<ArgumentException>(() => machine.HiddenProbabilities(new float[2 * visible - 1], 2, new float[2 * hidden]));
        Assert.ThrowsExactly<ArgumentException>(() => machine.HiddenProbabilities(new float[2 * visible], 2, new float[2 * hidden + 1]));
    }

    [TestMethod]
    public void ParametersAreCopiedInAndOut()
    {
        float[] weights = [1, 2, 3, 4, 5, 6];
        float[] visibleBias = [7, 8], hiddenBias = [9, 10, 11];
        var machine = new RestrictedBoltzmannMachine(2, 3, weights, visibleBias, hiddenBias);
        weights[0] = -1;
        machine.GetWeights()[1] = -1;
        machine.GetVisibleBias()[0] = -1;
        machine.GetHiddenBias()[0] = -1;
        CollectionAssert.AreEqual((float[])[1, 2, 3, 4, 5, 6], machine.GetWeights());
        CollectionAssert.AreEqual((float[])[7, 8], machine.GetVisibleBias());
        CollectionAssert.AreEqual((float[])[9, 10, 11], machine.GetHiddenBias());
    }

    [TestMethod]
    public void WrongParametersAreNamed()
    {
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(
            () => new RestrictedBoltzmannMachine(2, 3, new float[5], new float[2], new float[3])).Message, "weights must have 6 entries, but has 5");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(
            () => new RestrictedBoltzmannMachine(2, 3, new float[6], [0, float.NaN], new float[3])).Message, "visibleBias[1] is NaN");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new RestrictedBoltzmannMachine(0, 3, [], [], new float[3]));
        RestrictedBoltzmannMachine machine = TestVectors.ToyMachine();
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(
            () => machine.HiddenActivations(new float[4], new float[2])).Message, "Expected 3 entries, one a visible unit, but got 4");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(
            () => machine.HiddenActivations(new float[3], new float[5])).Message, "must have 2 entries, but has 5");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(
            () => machine.HiddenActivations([3], [1f], new float[2])).Message, "Index 3");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(
            () => PseudoLikelihood.Exact(machine, [0, 0.5f, 1])).Message, "entry 1 is 0.5");
    }

    [TestMethod]
    public void ScoringARowAllocatesNothing()
    {
        RestrictedBoltzmannMachine machine = RandomMachine.Create(784, 500);
        float[] row = RandomMachine.Row(784, 0.2, grey: true, 6);
        float[] result = new float[500];
        Assert.AreEqual(0L, Allocations.Least(() =>
        {
            machine.HiddenProbabilities(row, result);
            machine.FreeEnergy(row);
        }));
    }
}
