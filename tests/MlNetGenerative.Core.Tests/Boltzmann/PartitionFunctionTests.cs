using MlNetGenerative.Core.Boltzmann;

namespace MlNetGenerative.Core.Tests.Boltzmann;

[TestClass]
public sealed class PartitionFunctionTests
{
    [TestMethod]
    [DataRow(1, 1, 1f)]
    [DataRow(4, 3, 3f)]
    [DataRow(3, 4, 3f)]
    [DataRow(9, 5, 10f)]
    [DataRow(8, 8, 0.1f)]
    public void EqualsTheSumOverAllStatesOfBothSides(int visible, int hidden, float scale)
    {
        RestrictedBoltzmannMachine machine = RandomMachine.Create(visible, hidden, scale);
        float[] w = machine.GetWeights(), a = machine.GetVisibleBias(), b = machine.GetHiddenBias();
        var terms = new List<double>();
        for (int v = 0; v < 1 << visible; v++)
        {
            for (int h = 0; h < 1 << hidden; h++)
            {
                double negativeEnergy = 0;
                for (int i = 0; i < visible; i++)
                    negativeEnergy += (v >> i & 1) * (double)a[i];
                for (int j = 0; j < hidden; j++)
                    negativeEnergy += (h >> j & 1) * (double)b[j];
                for (int i = 0; i < visible; i++)
                    for (int j = 0; j < hidden; j++)
                        negativeEnergy += (v >> i & 1) * (h >> j & 1) * (double)w[i * hidden + j];
                terms.Add(negativeEnergy);
            }
        }
        double largest = terms.Max();
        double expected = largest + Math.Log(terms.Sum(term => Math.Exp(term - largest)));
        Assert.AreEqual(expected, PartitionFunction.ExactLog(machine), 1e-11 * Math.Max(1, Math.Abs(expected)));
    }

    /// <summary>More states than are enumerated between restarts; the sum over v of exp(-F(v)) goes over the other side.</summary>
    [TestMethod]
    public void BothSidesGiveTheSame()
    {
        RestrictedBoltzmannMachine machine = RandomMachine.Create(14, 13, 2f);
        double largest = double.NegativeInfinity, sum = 0;
        for (int v = 0; v < 1 << 14; v++)
        {
            double term = -machine.FreeEnergy(TestVectors.State(v, 14));
            double newLargest = Math.Max(largest, term);
            sum = sum * Math.Exp(largest - newLargest) + Math.Exp(term - newLargest);
            largest = newLargest;
        }

        // Free energies come from activations in single precision.
        Assert.AreEqual(largest + Math.Log(sum), PartitionFunction.ExactLog(machine), 1e-5);
    }

    [TestMethod]
    public void WithoutWeightsItIsTheProductOfTheUnits()
    {
        float[] a = RandomMachine.Numbers(50, 5, 1), b = RandomMachine.Numbers(12, 5, 2);
        var machine = new RestrictedBoltzmannMachine(50, 12, new float[600], a, b);
        double expected = a.Sum(x => Math.Log(1 + Math.Exp(x))) + b.Sum(x => Math.Log(1 + Math.Exp(x)));
        Assert.AreEqual(expected, PartitionFunction.ExactLog(machine), 1e-9 * expected);
    }

    [TestMethod]
    public void TooManyUnitsAreRefused()
    {
        var machine = new RestrictedBoltzmannMachine(30, 25, new float[750], new float[30], new float[25]);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => PartitionFunction.ExactLog(machine)).Message, "30 visible and 25 hidden units");
    }

    [TestMethod]
    public void IndependentColumnsAreClippedBernoullis()
    {
        double expected = Math.Log(0.25) + Math.Log(1 - 1e-3) + Math.Log(1e-3);
        Assert.AreEqual(expected, IndependentColumns.LogLikelihood([0.25f, 0, 0], [1, 0, 1]), 1e-12);
        Assert.ThrowsExactly<ArgumentException>(() => IndependentColumns.LogLikelihood([0.5f], [1, 0]));
    }
}
