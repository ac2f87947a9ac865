using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Boltzmann.Likelihood;
using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Core.Tests.Boltzmann.Likelihood;

[TestClass]
public sealed class BoltzmannLikelihoodTests
{
    [TestMethod]
    public void SmallMachineIsExact()
    {
        RestrictedBoltzmannMachine machine = TestVectors.ToyMachine();
        CachedRows rows = Rows([1, 0, 1], [1, 1, 0]);
        BoltzmannLikelihoodEstimate estimate = BoltzmannLikelihood.Estimate(machine, rows);

        // The negative log-likelihood of this data set is a test vector of the gradient.
        Assert.AreEqual(-TestVectors.Number("rbm_bb_grad", "nll"), estimate.MeanLogLikelihood, 2e-7);
        Assert.AreEqual("exact", estimate.Estimator);
        Assert.AreEqual(2, estimate.NumberOfRows);
        Assert.AreEqual(estimate.MeanLogLikelihood, estimate.LowerBound);
        Assert.AreEqual(estimate.MeanLogLikelihood, estimate.UpperBound);
        Assert.AreEqual(0, estimate.Gap);
        Assert.IsTrue(estimate.IsReliable);
        Assert.IsNull(estimate.Forward);
        double free101 = machine.FreeEnergy([1, 0, 1]), free110 = machine.FreeEnergy([1, 1, 0]);
        Assert.AreEqual(Math.Abs(free101 - free110) / 2, estimate.StandardError, 1e-9);   // of two numbers: half their distance
    }

    [TestMethod]
    public void BaselineIsIndependentColumnsWithTheGivenMeans()
    {
        CachedRows rows = Rows([1, 0, 1], [1, 1, 0]);
        float[] means = [0.9f, 0.3f, 0];
        double expected = (IndependentColumns.LogLikelihood(means, [1, 0, 1]) + IndependentColumns.LogLikelihood(means, [1, 1, 0])) / 2;

        Assert.AreEqual(expected, Estimate(new() { ColumnMeans = means }), 1e-9);
        Assert.AreEqual(2 * Math.Log(0.5) + Math.Log(1 - IndependentColumns.SmallestMean), Estimate(new()), 1e-9);

        double Estimate(BoltzmannLikelihoodSettings settings)
            => BoltzmannLikelihood.Estimate(TestVectors.ToyMachine(), rows, settings).BaselineMeanLogLikelihood;
    }

    [TestMethod]
    public void EstimatedLikelihoodOfDigitsEnclosesTheExactOne()
    {
        RestrictedBoltzmannMachine machine = KnownMachines.OfDigits;
        BoltzmannLikelihoodEstimate exact = BoltzmannLikelihood.Estimate(machine, KnownMachines.DigitRows);
        BoltzmannLikelihoodEstimate annealed = BoltzmannLikelihood.Estimate(
            machine, KnownMachines.DigitRows, new() { UseExactPartition = false, Schedule = AnnealingSchedule.Quick });

        Assert.AreEqual(exact.BaselineMeanLogLikelihood, annealed.BaselineMeanLogLikelihood);
        Assert.IsGreaterThan(annealed.LowerBound, exact.MeanLogLikelihood);
        Assert.IsLessThan(annealed.UpperBound, exact.MeanLogLikelihood);
        Assert.IsLessThan(1, annealed.UpperBound - annealed.LowerBound);
        Assert.IsTrue(annealed.IsReliable, annealed.Verdict);
        Assert.AreEqual("exact samples", annealed.Reverse!.Start);
        Assert.AreEqual("annealed importance sampling (quick, 1,450 steps, 100 runs)", annealed.Estimator);
        Assert.IsGreaterThan(exact.BaselineMeanLogLikelihood + 20, exact.MeanLogLikelihood, "The machine should have learned something.");
    }

    [TestMethod]
    public void TooShortAScheduleIsNotToBeQuoted()
    {
        BoltzmannLikelihoodEstimate estimate = BoltzmannLikelihood.Estimate(
            KnownMachines.OfDigits, KnownMachines.DigitRows, new() { UseExactPartition = false, Schedule = AnnealingSchedule.Linear(2) });

        Assert.IsFalse(estimate.IsReliable);
        Assert.IsGreaterThan(1, estimate.Gap);
        StringAssert.Contains(estimate.Verdict, "do not quote");
    }

    [TestMethod]
    public void LargeMachineStartsReverseRunsAtTheRows()
    {
        RestrictedBoltzmannMachine machine = RandomMachine.Create(30, 26, scale: 0.3f, seed: 31);
        CachedRows rows = KnownMachines.Rows(30, 40);
        BoltzmannLikelihoodSettings settings = new() { Schedule = AnnealingSchedule.Linear(200), ReverseGibbsSteps = 300, Seed = 4 };
        BoltzmannLikelihoodEstimate estimate = BoltzmannLikelihood.Estimate(machine, rows, settings);

        Assert.AreEqual("300 Gibbs steps from the measured rows", estimate.Reverse!.Start);
        Assert.IsLessThan(0.2, Math.Abs(estimate.Gap));
        Assert.IsTrue(estimate.IsReliable, estimate.Verdict);
        Assert.AreEqual(estimate, BoltzmannLikelihood.Estimate(machine, rows, settings with { MaximumThreads = 1 }));
    }

    [TestMethod]
    public void ThresholdIsTheSameAsBinaryRows()
    {
        RestrictedBoltzmannMachine machine = TestVectors.ToyMachine();
        BoltzmannLikelihoodEstimate binary = BoltzmannLikelihood.Estimate(machine, Rows([1, 0, 1], [0, 1, 0]));
        BoltzmannLikelihoodEstimate grey = BoltzmannLikelihood.Estimate(
            machine, Rows([0.5f, 0.49f, 0.9f], [0.1f, 1, 0]), new() { Binarization = Binarization.Threshold });

        Assert.AreEqual(binary, grey);
    }

    [TestMethod]
    public void StochasticBinarisationDrawsTheValuesAsMeans()
    {
        RestrictedBoltzmannMachine machine = TestVectors.ToyMachine();
        var rows = new CachedRows(3);
        for (int row = 0; row < 20_000; row++)
            rows.Add([0, 2], [0.25f, 0.6f]);
        double first = Mean(1), again = Mean(1), other = Mean(2);

        // The expectation over the four binary rows that can come out.
        double expected = 0;
        foreach ((float v0, double p0) in new[] { (0f, 0.75), (1f, 0.25) })
            foreach ((float v2, double p2) in new[] { (0f, 0.4), (1f, 0.6) })
                expected += p0 * p2 * (-machine.FreeEnergy([v0, 0, v2]) - PartitionFunction.ExactLog(machine));
        Assert.AreEqual(first, again);
        Assert.AreNotEqual(first, other);
        Assert.AreEqual(expected, first, 3.3 * Settings(1).StandardError);

        double Mean(ulong seed) => Settings(seed).MeanLogLikelihood;
        BoltzmannLikelihoodEstimate Settings(ulong seed)
            => BoltzmannLikelihood.Estimate(machine, rows, new() { Binarization = Binarization.Stochastic, Seed = seed });
    }

    [TestMethod]
    public void GreyValuesNeedAChoice()
    {
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(
            () => BoltzmannLikelihood.Estimate(TestVectors.ToyMachine(), Rows([1, 0, 1], [0, 0.25f, 0])));
        StringAssert.StartsWith(error.Message, "Row 1, column 1 is 0.25, expected 0 or 1. Choose Binarization.Threshold or Binarization.Stochastic");
    }

    [TestMethod]
    [DataRow(float.NaN, "NaN")]
    [DataRow(1.5f, "1.5")]
    [DataRow(-0.5f, "-0.5")]
    public void ValuesOutsideTheUnitIntervalAreAnError(float value, string shown)
    {
        foreach (Binarization binarization in Enum.GetValues<Binarization>())
        {
            InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => BoltzmannLikelihood.Estimate(
                TestVectors.ToyMachine(), new OneRow(3, [2], [value]), new() { Binarization = binarization }));
            StringAssert.StartsWith(error.Message, $"Row 0, column 2 is {shown}, expected a value from 0 to 1.");
        }
    }

    [TestMethod]
    public void NoRowsAndWrongWidthsAreErrors()
    {
        RestrictedBoltzmannMachine machine = TestVectors.ToyMachine();
        InvalidOperationException none = Assert.ThrowsExactly<InvalidOperationException>(() => BoltzmannLikelihood.Estimate(machine, new CachedRows(3)));
        StringAssert.Contains(none.Message, "There are no rows to measure");
        ArgumentException width = Assert.ThrowsExactly<ArgumentException>(() => BoltzmannLikelihood.Estimate(machine, new CachedRows(4)));
        StringAssert.Contains(width.Message, "Rows have 4 columns, but the machine has 3 visible units");
        ArgumentException means = Assert.ThrowsExactly<ArgumentException>(
            () => BoltzmannLikelihood.Estimate(machine, Rows([1, 0, 1]), new() { ColumnMeans = [0.5f] }));
        StringAssert.Contains(means.Message, "ColumnMeans has 1 entries, but the machine has 3 visible units");
    }

    [TestMethod]
    public void SettingsAreChecked()
    {
        AssertOutOfRange(new() { NumberOfRuns = 1 }, "NumberOfRuns must be from 2 to 1000000, but is 1.");
        AssertOutOfRange(new() { ReverseGibbsSteps = -1 }, "ReverseGibbsSteps must be from 0 to 10000000, but is -1.");
        AssertOutOfRange(new() { MaximumThreads = 0 }, "MaximumThreads must be at least 1, or null, but is 0.");
        AssertOutOfRange(new() { Binarization = (Binarization)9 }, "Binarization must be one of None, Threshold, Stochastic, but is 9.");
        AssertOutOfRange(new() { ColumnMeans = [0.5f, 1.5f] }, "ColumnMeans[1] must be from 0 to 1, but is 1.5.");
        Assert.ThrowsExactly<ArgumentNullException>(() => new BoltzmannLikelihoodSettings { Schedule = null! }.Validate());

        static void AssertOutOfRange(BoltzmannLikelihoodSettings settings, string message)
            => StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(settings.Validate).Message, message);
    }

    private static CachedRows Rows(params float[][] rows)
    {
        var cached = new CachedRows(rows[0].Length);
        foreach (float[] row in rows)
        {
            (int[] indices, float[] values) = RandomMachine.Sparse(row);
            cached.Add(indices, values);
        }
        return cached;
    }

    /// <summary>A row that is passed on unchecked.</summary>
    private sealed class OneRow(int width, int[] indices, float[] values) : ITrainingRows, ITrainingRowReader
    {
        private bool _read;

        public int Width => width;

        public long? Count => 1;

        public ReadOnlySpan<int> Indices => indices;

        public ReadOnlySpan<float> Values => values;

        public ITrainingRowReader Open(ulong? shuffleSeed)
        {
            _read = false;
            return this;
        }

        public bool MoveNext() => !_read && (_read = true);

        public void Dispose()
        {
        }
    }
}
