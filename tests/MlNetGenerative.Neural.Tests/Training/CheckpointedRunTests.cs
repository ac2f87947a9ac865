using MlNetGenerative.Neural.Training;
using MlNetGenerative.Tests;

namespace MlNetGenerative.Neural.Tests.Training;

[TestClass]
public sealed class CheckpointedRunTests
{
    private static readonly TrainingSettings Settings = new()
    {
        NumberOfEpochs = 6, BatchSize = 16, LearningRate = 0.02f, Seed = 9, ValidationFraction = 0.2, EarlyStoppingPatience = 3,
    };

    [TestMethod]
    public void ARunBrokenOffAnywhereEndsWithTheSameBits()
    {
        using var whole = new RegressionModel(Settings);
        TrainingResult expected = TrainingLoop.Run(whole, RegressionRows.Create(200), Settings);

        // Every break loses what came after the last checkpoint; some are at the start, the middle and the end of an epoch.
        using var folder = new TemporaryFolder();
        TrainingSettings settings = Settings with { CheckpointDirectory = folder.Path, CheckpointUpdates = 3 };
        int[] breaks = [2, 5, 10, 11, 23, 41];
        foreach (int last in breaks)
        {
            using var broken = new RegressionModel(settings) { OnUpdate = update => Break(update == last) };
            Assert.ThrowsExactly<TimeoutException>(() => TrainingLoop.Run(broken, RegressionRows.Create(200), settings));
        }
        using var model = new RegressionModel(settings);
        TrainingResult result = TrainingLoop.Run(model, RegressionRows.Create(200), settings);
        CollectionAssert.AreEqual(whole.Weights(), model.Weights());
        Assert.AreEqual(expected.BestEpoch, result.BestEpoch);
        CollectionAssert.AreEqual(expected.History.Select(Figures).ToArray(), result.History.Select(Figures).ToArray());

        // A finished run is not trained again.
        using var again = new RegressionModel(settings) { OnUpdate = _ => Assert.Fail("trained again") };
        var lines = new List<string>();
        TrainingLoop.Run(again, RegressionRows.Create(200), settings, new TrainingObservers(lines.Add));
        CollectionAssert.AreEqual(whole.Weights(), again.Weights());
        Assert.Contains("is of a finished run", lines.Single());
    }

    [TestMethod]
    public void EveryOptimizerGoesOnWithItsMoments()
    {
        OptimizerSettings[] optimizers =
        [
            new() { Kind = OptimizerKind.AdamW, WeightDecay = 0.01 }, new() { Kind = OptimizerKind.Sgd }, new() { Kind = OptimizerKind.RmsProp },
            new() { Kind = OptimizerKind.Sgd, Momentum = 0.9, Nesterov = true },
        ];
        foreach (OptimizerSettings optimizer in optimizers)
        {
            using var folder = new TemporaryFolder();
            TrainingSettings settings = Settings with { Optimizer = optimizer, CheckpointDirectory = folder.Path, CheckpointUpdates = 4 };
            using var whole = new RegressionModel(Settings with { Optimizer = optimizer });
            TrainingLoop.Run(whole, RegressionRows.Create(100), Settings with { Optimizer = optimizer });
            using var broken = new RegressionModel(settings) { OnUpdate = update => Break(update == 14) };
            Assert.ThrowsExactly<TimeoutException>(() => TrainingLoop.Run(broken, RegressionRows.Create(100), settings));
            using var model = new RegressionModel(settings);
            TrainingLoop.Run(model, RegressionRows.Create(100), settings);
            CollectionAssert.AreEqual(whole.Weights(), model.Weights(), optimizer.ToString());
        }
    }

    [TestMethod]
    public void ACancelledRunGoesOn()
    {
        using var whole = new RegressionModel(Settings);
        TrainingLoop.Run(whole, RegressionRows.Create(200), Settings);
        using var folder = new TemporaryFolder();
        TrainingSettings settings = Settings with { CheckpointDirectory = folder.Path };
        using var cancellation = new CancellationTokenSource();
        using var cancelled = new RegressionModel(settings)
        {
            OnUpdate = update =>
            {
                if (update == 13)
                    cancellation.Cancel();
            },
        };
        Assert.IsTrue(TrainingLoop.Run(cancelled, RegressionRows.Create(200), settings, null, cancellation.Token, true).Cancelled);
        long first = 0;
        using var model = new RegressionModel(settings) { OnUpdate = update => first = first == 0 ? update : first };
        TrainingLoop.Run(model, RegressionRows.Create(200), settings);
        Assert.AreEqual(14, first);
        CollectionAssert.AreEqual(whole.Weights(), model.Weights());
    }

    [TestMethod]
    public void OtherSettingsAndOtherRowsAreRefused()
    {
        using var folder = new TemporaryFolder();
        TrainingSettings settings = Settings with { CheckpointDirectory = folder.Path, NumberOfEpochs = 1 };
        using var model = new RegressionModel(settings);
        TrainingLoop.Run(model, RegressionRows.Create(100), settings);
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(
            () => TrainingLoop.Run(model, RegressionRows.Create(100), settings with { LearningRate = 0.5f }));
        Assert.Contains("LearningRate is 0.5 now, 0.02 in the checkpoint.", error.Message);
        error = Assert.ThrowsExactly<InvalidOperationException>(() => TrainingLoop.Run(model, RegressionRows.Create(100, seed: 6), settings));
        Assert.Contains("TrainingRows is 100 rows, digest ", error.Message);
    }

    [TestMethod]
    public void CheckpointsComeAfterTheirNumberOfEpochs()
    {
        using var folder = new TemporaryFolder();
        TrainingSettings settings = Settings with { CheckpointDirectory = folder.Path, CheckpointEpochs = 2, NumberOfEpochs = 5, EarlyStoppingPatience = null };
        string file = folder.File("Regression.checkpoint.safetensors");
        var written = new List<int>();
        byte[] last = [];
        using var model = new RegressionModel(settings);
        TrainingLoop.Run(model, RegressionRows.Create(100), settings, new TrainingObservers(OnEpoch: epoch =>
        {
            byte[] content = File.Exists(file) ? File.ReadAllBytes(file) : [];
            if (!content.AsSpan().SequenceEqual(last))
                written.Add(epoch.Epoch);
            last = content;
        }));
        CollectionAssert.AreEqual(new[] { 2, 4, 5 }, written);
    }

    private static string Figures(TrainingEpoch epoch)
        => $"{epoch.Epoch}: {string.Join(' ', epoch.Losses)}; {string.Join(' ', epoch.ValidationLosses)}; {epoch.LearningRate:R} {epoch.GradientNorm:R}";

    private static void Break(bool now)
    {
        if (now)
            throw new TimeoutException();
    }
}
