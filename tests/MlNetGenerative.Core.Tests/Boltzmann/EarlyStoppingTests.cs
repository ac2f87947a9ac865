using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Core.Tests.Boltzmann;

/// <summary>Held-out rows: what is measured on them, which epoch is kept, and when training ends.</summary>
[TestClass]
public sealed class EarlyStoppingTests
{
    private const int Columns = 20;

    /// <summary>Few rows, many hidden units, a rate that does not fall: sure to overfit. A run of as many epochs as the best one had ends with the
    /// same bits.</summary>
    private static readonly RestrictedBoltzmannMachineSettings Overfitting = new()
    {
        NumberOfHiddenUnits = 12, BatchSize = 10, NumberOfEpochs = 200, LearningRate = 0.1f, LearningRateSchedule = LearningRateSchedule.Constant, Seed = 2,
    };

    [TestMethod]
    [DataRow(EarlyStoppingMeasure.LogLikelihood)]
    [DataRow(EarlyStoppingMeasure.FreeEnergyGap)]
    public void TrainingEndsWithTheMachineOfTheBestEpoch(EarlyStoppingMeasure measure)
    {
        (CachedRows rows, CachedRows heldOut) = (Rows(0, 60), Rows(1000, 400));
        var told = new List<string>();
        BoltzmannTrainingResult result = BoltzmannTrainer.Train(
            rows, Overfitting with { EarlyStoppingPatience = 5, EarlyStoppingMeasure = measure }, heldOut: heldOut, onInfo: told.Add);
        int best = EarlyStopping.BestEpoch(measure, result.History);
        Assert.IsInRange(1, 150, best);
        Assert.HasCount(best + 5, result.History);
        StringAssert.Contains(told.Single(), $"Training ends after epoch {best + 5}: by {measure} on held-out rows no epoch since {best} was better.");
        CollectionAssert.AreEqual(Parameters(BoltzmannTrainer.Train(rows, Overfitting with { NumberOfEpochs = best }).Model), Parameters(result.Model));
        if (measure == EarlyStoppingMeasure.LogLikelihood)
            Assert.AreEqual(result.History.Max(epoch => epoch.ValidationLogLikelihood), result.History[best - 1].ValidationLogLikelihood);
        Assert.IsFalse(result.Warnings.Any(warning => warning.Kind == BoltzmannWarningKind.Overfitting));
    }

    [TestMethod]
    public void WhatIsMeasuredOnHeldOutRowsIsExact()
    {
        CachedRows rows = Rows(0, 60), heldOut = Rows(1000, 400);
        BoltzmannTrainingResult result = BoltzmannTrainer.Train(rows, Overfitting with { NumberOfEpochs = 7, EarlyStoppingPatience = 100 }, heldOut: heldOut);
        BoltzmannEpoch last = result.History[^1];
        if (EarlyStopping.BestEpoch(EarlyStoppingMeasure.LogLikelihood, result.History) != 7)
            Assert.Fail("the last epoch must be the best, or its model is not the result");
        double[] training = Energies(rows, result.Model), others = Energies(heldOut, result.Model);
        Assert.AreEqual(others.Average() - training.Average(), last.FreeEnergyGap!.Value, 1e-6);
        Assert.AreEqual(
            Math.Sqrt(Variance(training) / training.Length + Variance(others) / others.Length), last.FreeEnergyGapStandardError!.Value, 1e-6);
        Assert.AreEqual(-others.Average() - PartitionFunction.ExactLog(result.Model), last.ValidationLogLikelihood!.Value, 1e-6);

        static double Variance(double[] values) => values.Sum(x => (x - values.Average()) * (x - values.Average())) / (values.Length - 1);
    }

    /// <summary>Where the sum over states takes too long, annealed importance sampling takes its place.</summary>
    [TestMethod]
    public void TheLikelihoodOfALargerMachineIsEstimated()
    {
        RestrictedBoltzmannMachine machine = RandomMachine.Create(40, 22, scale: 0.5f);
        Assert.IsFalse(TrainingMonitor.ExactIsQuick(machine));
        List<float[]> heldOut = [.. Enumerable.Range(0, 50).Select(row => RandomMachine.Row(40, 0.5, grey: false, (ulong)row))];
        var monitor = new ValidationMonitor([], heldOut, [.. Enumerable.Repeat(0.5f, 40)], new RestrictedBoltzmannMachineSettings());
        double exact = -heldOut.Average(row => machine.FreeEnergy(row)) - PartitionFunction.ExactLog(machine);
        Assert.AreEqual(exact, monitor.LogLikelihood(machine, default), 0.1);
    }

    [TestMethod]
    public void OverfittingIsWarnedOfWhereNothingStopsIt()
    {
        BoltzmannTrainingResult result = BoltzmannTrainer.Train(Rows(0, 60), Overfitting with { NumberOfEpochs = 1000 }, heldOut: Rows(1000, 400));
        BoltzmannWarning warning = result.Warnings.Single(warning => warning.Kind == BoltzmannWarningKind.Overfitting);
        Assert.AreEqual(result.History[warning.Epoch - 1].FreeEnergyGap, warning.Figure);
        Assert.IsGreaterThan(2, warning.Figure);
        StringAssert.Contains(warning.Remedy, "Set EarlyStoppingPatience");
        Assert.HasCount(1000, result.History);
        Assert.IsFalse(BoltzmannTrainer.Train(Rows(0, 60), Overfitting with { NumberOfEpochs = 3 }, heldOut: Rows(1000, 400))
            .Warnings.Any(warning => warning.Kind == BoltzmannWarningKind.Overfitting));
    }

    [TestMethod]
    public void AShareOfTheRowsIsHeldOutAndNotTrainedOn()
    {
        var rows = new CachedRows(Columns);
        for (int row = 0; row < 300; row++)
            Add(rows, RandomMachine.Row(Columns, 0.5, grey: false, (ulong)row));
        RestrictedBoltzmannMachineSettings settings = Overfitting with { NumberOfEpochs = 2, ValidationFraction = 0.3 };
        TrainingData data = TrainingData.Scan(rows, settings, default);
        Assert.AreEqual(300, data.Count + data.HeldOutCount);
        Assert.AreEqual(90, data.HeldOutCount, 4 * Math.Sqrt(300 * 0.3 * 0.7));
        var training = new CachedRows(Columns);
        var heldOut = new CachedRows(Columns);
        var split = new RowSplit(settings.Seed, 0.3);
        foreach ((CachedRows part, ITrainingRows from) in ((CachedRows, ITrainingRows)[])[(training, split.Training(rows, null)), (heldOut, split.Validation(rows, null))])
        {
            using ITrainingRowReader reader = from.Open(null);
            while (reader.MoveNext())
                part.Add(reader.Indices, reader.Values);
        }
        Assert.AreEqual(data.HeldOutCount, heldOut.Count);
        Assert.AreEqual(FirstEpoch(training, heldOut, settings with { ValidationFraction = 0 }), FirstEpoch(rows, null, settings), 1e-9);

        // The order of rows within an epoch may differ, the first measurement before any update may not: a rate of almost nothing.
        static double FirstEpoch(ITrainingRows rows, ITrainingRows? heldOut, RestrictedBoltzmannMachineSettings settings)
            => BoltzmannTrainer.Train(rows, settings with { LearningRate = 1e-30f, InitialWeightStandardDeviation = 0.5f }, heldOut: heldOut).History[0].FreeEnergyGap!.Value;
    }

    [TestMethod]
    public void TheBestEpochFollowsFromTheHistory()
    {
        Assert.AreEqual(0, EarlyStopping.BestEpoch(EarlyStoppingMeasure.LogLikelihood, []));
        Assert.AreEqual(3, EarlyStopping.BestEpoch(EarlyStoppingMeasure.LogLikelihood, History(likelihoods: [-9, -8, -7, -7, -7.5])));
        Assert.AreEqual(2, EarlyStopping.BestEpoch(EarlyStoppingMeasure.LogLikelihood, History(likelihoods: [double.NaN, -8, double.NaN])));

        // The smallest gap is 0.5, so up to 0.5 + 2 standard errors of 0.25 are as good.
        Assert.AreEqual(4, EarlyStopping.BestEpoch(EarlyStoppingMeasure.FreeEnergyGap, History(gaps: [0.9, 0.5, 1.2, 0.99, 1.01])));
        List<BoltzmannEpoch> history = History(likelihoods: [-9, -8, -8.5, -8.4]);
        Assert.IsTrue(EarlyStopping.IsToStop(2, EarlyStoppingMeasure.LogLikelihood, history));
        Assert.IsFalse(EarlyStopping.IsToStop(3, EarlyStoppingMeasure.LogLikelihood, history));
    }

    [TestMethod]
    public void HeldOutRowsThatAreNotThereOrContradictAreNamed()
    {
        CachedRows rows = Rows(0, 60);
        RestrictedBoltzmannMachineSettings settings = Overfitting with { NumberOfEpochs = 1 };
        StringAssert.Contains(Error<ArgumentOutOfRangeException>(settings with { EarlyStoppingPatience = 3 }),
            "EarlyStoppingPatience must be null where ValidationFraction is 0 and no validation data are given: there is nothing to stop by, but is 3");
        StringAssert.Contains(Error<ArgumentOutOfRangeException>(settings with { ValidationFraction = 0.5 }, Rows(1, 2)),
            "ValidationFraction must be 0 where validation data are given");
        StringAssert.Contains(Error<InvalidOperationException>(settings, new CachedRows(Columns)), "There are no held-out rows");
        StringAssert.Contains(Error<ArgumentException>(settings, new CachedRows(3)), "Held-out rows have 3 columns, but training rows 20");
        var one = new CachedRows(Columns);
        one.Add([1], [1]);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => BoltzmannTrainer.Train(one, settings with { ValidationFraction = 0.5 })).Message,
            "rows to train on and");
        var bad = new CachedRows(Columns);
        bad.Add([2], [7]);
        StringAssert.Contains(Error<InvalidOperationException>(settings, bad), "Held-out row 0, column 2: the value is 7");

        string Error<TException>(RestrictedBoltzmannMachineSettings with, CachedRows? heldOut = null)
            where TException : Exception
            => Assert.ThrowsExactly<TException>(() => BoltzmannTrainer.Train(rows, with, heldOut: heldOut)).Message;
    }

    private static List<BoltzmannEpoch> History(double[]? likelihoods = null, double[]? gaps = null)
        => [.. Enumerable.Range(0, (likelihoods ?? gaps)!.Length).Select(i => new BoltzmannEpoch(i + 1, 0.1, 0, 0, 0, 0, 0, 1, default)
        {
            ValidationLogLikelihood = likelihoods?[i], FreeEnergyGap = gaps?[i], FreeEnergyGapStandardError = gaps is null ? null : 0.25,
        })];

    /// <summary>Rows drawn from a few patterns with much noise.</summary>
    private static CachedRows Rows(int first, int count)
    {
        var rows = new CachedRows(Columns);
        for (int row = first; row < first + count; row++)
        {
            float[] pattern = RandomMachine.Row(Columns, 0.5, grey: false, (ulong)(row % 4) + 500_000);
            float[] noise = RandomMachine.Row(Columns, 0.15, grey: false, (ulong)row);
            Add(rows, [.. pattern.Zip(noise, (x, flip) => flip != 0 ? 1 - x : x)]);
        }
        return rows;
    }

    private static void Add(CachedRows rows, float[] row)
    {
        (int[] indices, float[] values) = RandomMachine.Sparse(row);
        rows.Add(indices, values);
    }

    private static double[] Energies(CachedRows rows, RestrictedBoltzmannMachine model)
    {
        var energies = new List<double>();
        using ITrainingRowReader reader = rows.Open(null);
        while (reader.MoveNext())
        {
            float[] row = new float[Columns];
            foreach (int i in reader.Indices)
                row[i] = 1;
            energies.Add(model.FreeEnergy(row));
        }
        return [.. energies];
    }

    private static float[] Parameters(RestrictedBoltzmannMachine model) => [.. model.GetWeights(), .. model.GetVisibleBias(), .. model.GetHiddenBias()];
}
