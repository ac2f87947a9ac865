using MlNetGenerative.Core.Training;
using MlNetGenerative.Neural.Training;
using TorchSharp;

namespace MlNetGenerative.Neural.Tests.Training;

[TestClass]
public sealed class TrainingLoopTests
{
    private static readonly TrainingSettings Settings = new() { NumberOfEpochs = 4, BatchSize = 16, LearningRate = 0.02f, Seed = 9 };

    [TestMethod]
    public void TrainingLearnsAndTellsOfEachEpoch()
    {
        using var model = new RegressionModel(Settings);
        var lines = new List<string>();
        var epochs = new List<TrainingEpoch>();
        var progress = new Reports();
        TrainingSettings settings = Settings with { NumberOfEpochs = 30, ValidationFraction = 0.2 };
        TrainingResult result = TrainingLoop.Run(model, RegressionRows.Create(500), settings, new TrainingObservers(lines.Add, epochs.Add, progress));

        CollectionAssert.AreEqual(result.History.ToArray(), epochs);
        Assert.HasCount(30, epochs);
        Assert.IsLessThan(0.3 * epochs[0].ValidationLosses["Error"], epochs[^1].ValidationLosses["Error"]);
        Assert.IsLessThan(0.02, epochs[^1].Losses["Error"]);
        CollectionAssert.AreEqual(new[] { "Error", "Size" }, epochs[0].Losses.Keys.ToArray());
        Assert.IsFalse(result.Cancelled);
        Assert.IsFalse(model.IsTraining);
        Assert.HasCount(30, lines);
        Assert.StartsWith("Epoch 3 of 30: Error 0.", lines[2]);
        Assert.Contains("; validation: Error 0.", lines[2]);
        Assert.Contains("learning rate 0.02, gradient norm ", lines[2]);
        TrainingProgress last = progress.All[^1];
        Assert.AreEqual((30, 30), (last.Epoch, last.NumberOfEpochs));
        Assert.AreEqual(last.RowsInEpoch, last.RowsDone);
        Assert.AreEqual(30, progress.All.Count(report => report.RowsDone == report.RowsInEpoch));
    }

    [TestMethod]
    public void LossesOfAnEpochAreMeansOverItsRows()
    {
        using var model = new RegressionModel(Settings);
        TrainingResult result = TrainingLoop.Run(model, RegressionRows.Create(35), Settings);   // batches of 16, 16 and 3 rows: Size is the number of rows
        Assert.AreEqual((16 * 16 + 16 * 16 + 3 * 3) / 35.0, result.History[0].Losses["Size"], 1e-12);
    }

    [TestMethod]
    public void TheModelIsTheSameWithAndWithoutPrefetchAndWithUncountedRows()
    {
        float[] expected = Train(Settings, RegressionRows.Create(100));
        CollectionAssert.AreEqual(expected, Train(Settings with { Prefetch = false }, RegressionRows.Create(100)));
        var uncounted = new UncountedRows(RegressionRows.Create(100));
        CollectionAssert.AreEqual(expected, Train(Settings, uncounted));
        Assert.AreEqual(5, uncounted.Passes);
        CollectionAssert.AreEqual(expected, Train(Settings, new DenseRows(RegressionRows.Create(100))));
        CollectionAssert.AreNotEqual(expected, Train(Settings with { Seed = 10 }, RegressionRows.Create(100)));
    }

    [TestMethod]
    public void EarlyStoppingGivesTheBestParametersBack()
    {
        // After epoch 3 the loss is turned round: training makes it worse.
        TrainingSettings settings = Settings with { NumberOfEpochs = 20, ValidationFraction = 0.3, EarlyStoppingPatience = 2 };
        using var model = new RegressionModel(settings) { LossFactor = batch => batch is { Epoch: > 3, IsValidation: false } ? -1 : 1 };
        float[] afterThird = [];
        var lines = new List<string>();
        TrainingResult result = TrainingLoop.Run(model, RegressionRows.Create(300), settings, new TrainingObservers(lines.Add, epoch =>
        {
            if (epoch.Epoch == 3)
                afterThird = model.Weights();
        }));
        Assert.AreEqual(3, result.BestEpoch);
        Assert.HasCount(5, result.History);
        CollectionAssert.AreEqual(afterThird, model.Weights());
        Assert.AreEqual("Training ends: Error on the validation rows has not fallen since epoch 3.", lines[^1]);
    }

    [TestMethod]
    public void CancellingThrowsOrLeavesWhatWasTrained()
    {
        foreach (bool returnBest in new[] { false, true })
        {
            using var cancellation = new CancellationTokenSource();
            using var model = new RegressionModel(Settings);
            long updates = 0;
            model.OnUpdate = update =>
            {
                updates = update;
                if (update == 10)
                    cancellation.Cancel();
            };
            TrainingResult Run() => TrainingLoop.Run(model, RegressionRows.Create(100), Settings, null, cancellation.Token, returnBest);
            if (returnBest)
            {
                TrainingResult result = Run();
                Assert.IsTrue(result.Cancelled);
                Assert.HasCount(1, result.History);
            }
            else
            {
                Assert.ThrowsExactly<OperationCanceledException>(Run);
            }
            Assert.AreEqual(10, updates);
        }
    }

    [TestMethod]
    public void CancelledBeforeTheFirstUpdateThereIsNoModel()
    {
        using var model = new RegressionModel(Settings);
        Assert.ThrowsExactly<OperationCanceledException>(
            () => TrainingLoop.Run(model, RegressionRows.Create(100), Settings, null, new CancellationToken(true), returnBestOnCancel: true));
    }

    [TestMethod]
    public void CancellingWithValidationLeavesTheBestEpoch()
    {
        using var cancellation = new CancellationTokenSource();
        TrainingSettings settings = Settings with { ValidationFraction = 0.3 };
        using var model = new RegressionModel(settings);
        float[] afterFirst = [];
        model.OnUpdate = update =>
        {
            if (update == 7)
                cancellation.Cancel();
        };
        TrainingResult result = TrainingLoop.Run(
            model, RegressionRows.Create(100), settings, new TrainingObservers(OnEpoch: _ => afterFirst = model.Weights()), cancellation.Token, true);
        Assert.AreEqual(1, result.BestEpoch);
        CollectionAssert.AreEqual(afterFirst, model.Weights());
    }

    [TestMethod]
    public void ErrorsOfRowsKeepTheirMessage()
    {
        using var model = new RegressionModel(Settings);
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => TrainingLoop.Run(model, new FailingRows(50), Settings));
        Assert.AreEqual("Row 50 is NaN.", error.Message);
    }

    [TestMethod]
    public void ALossThatIsNoNumberNamesEpochBatchAndCause()
    {
        using var folder = new MlNetGenerative.Tests.TemporaryFolder();
        TrainingSettings settings = Settings with { CheckpointDirectory = folder.Path };
        using var model = new RegressionModel(settings) { LossFactor = batch => batch is { Epoch: 3, BatchInEpoch: 2 } ? double.NaN : 1 };
        float[] afterSecond = [];
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => TrainingLoop.Run(
            model, RegressionRows.Create(100), settings, new TrainingObservers(OnEpoch: _ => afterSecond = model.Weights())));
        Assert.StartsWith("Training diverged in epoch 3, batch 2: Error is NaN, Size is 16. The likely cause: the learning rate is too high.", error.Message);
        Assert.Contains("(it is 0.02 at this update)", error.Message);
        Assert.Contains($"The last good checkpoint is kept in '{folder.File("Regression.checkpoint.safetensors")}'.", error.Message);

        // The checkpoint has the parameters after the second epoch, and a model that does not diverge goes on from them.
        using var second = new RegressionModel(settings);
        using var cancellation = new CancellationTokenSource();
        float[] resumed = [];
        Assert.ThrowsExactly<OperationCanceledException>(() => TrainingLoop.Run(second, RegressionRows.Create(100), settings, new TrainingObservers(_ =>
        {
            resumed = second.Weights();
            cancellation.Cancel();
        }), cancellation.Token));
        CollectionAssert.AreEqual(afterSecond, resumed);
    }

    [TestMethod]
    public void ValuesThatAreTooLargeAreTheLikelyCause()
    {
        var rows = new CachedRows(4);
        for (int i = 0; i < 40; i++)
            rows.Add([0, 1, 2, 3], [1, 2, 3, i == 20 ? 1e30f : 1]);
        using var model = new RegressionModel(Settings);
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => TrainingLoop.Run(model, rows, Settings));
        Assert.Contains("The likely cause: the rows hold values up to 1E+30 in magnitude. Scale the column", error.Message);
    }

    private static float[] Train(TrainingSettings settings, ITrainingRows rows)
    {
        using var model = new RegressionModel(settings);
        TrainingLoop.Run(model, rows, settings);
        return model.Weights();
    }

    private sealed class Reports : IProgress<TrainingProgress>
    {
        public List<TrainingProgress> All { get; } = [];

        public void Report(TrainingProgress value) => All.Add(value);
    }
}
