using System.Runtime.InteropServices;
using Microsoft.ML;
using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Training;
using MlNetGenerative.Tests.Pipeline;
using Options = MlNetGenerative.RestrictedBoltzmannMachineEstimator.Options;

namespace MlNetGenerative.Tests.Boltzmann;

/// <summary>Runs that are broken off go on to the same bits, and no other run takes their checkpoint.</summary>
[TestClass]
public sealed class CheckpointTests
{
    [TestMethod]
    public void ARunThatIsKilledAgainAndAgainEndsWithTheSameBits() => KilledRuns.AssertEndWithTheSameBits("train", kills: 5, longestDelay: 60);

    /// <summary>What the processes do: some ten thousand short updates, with a checkpoint every few milliseconds.</summary>
    internal static int Train(string checkpoints, string weights)
    {
        var ml = new MLContext();
        var resumed = new List<string>();
        ml.Log += (_, message) =>
        {
            if (message.RawMessage.Contains("goes on from"))
                resumed.Add(message.RawMessage);
        };
        Options options = Changed(checkpoints);
        options.NumberOfEpochs = 150;
        options.CheckpointMinutes = 5e-5;
        bool started = false;
        options.Progress = new Reports(_ =>
        {
            if (!started)
                Console.WriteLine(KilledRuns.Started);
            started = true;
        });
        RestrictedBoltzmannMachineTransformer model = ml.Generative().RestrictedBoltzmannMachine(options).Fit(ConformanceData.Create(rows: 2000));
        RestrictedBoltzmannMachine machine = model.Model;
        float[] all = [.. machine.GetWeights(), .. machine.GetVisibleBias(), .. machine.GetHiddenBias(), .. model.History.Select(epoch => (float)epoch.PseudoLogLikelihood)];
        resumed.ForEach(Console.WriteLine);
        File.WriteAllBytes(weights, MemoryMarshal.AsBytes(all.AsSpan()));
        return 0;
    }

    [TestMethod]
    [DataRow(BoltzmannAlgorithm.ContrastiveDivergence, 0f, true)]
    [DataRow(BoltzmannAlgorithm.ContrastiveDivergence, 0.5f, false)]
    [DataRow(BoltzmannAlgorithm.PersistentContrastiveDivergence, 0f, true)]
    [DataRow(BoltzmannAlgorithm.PersistentContrastiveDivergence, 0.9f, true)]
    public void ACancelledRunGoesOnToTheSameBitsHistoryAndWarnings(BoltzmannAlgorithm algorithm, float momentum, bool cache)
    {
        using var folder = new TemporaryFolder();
        Options With(string? checkpoints)
        {
            Options options = Changed(checkpoints);
            (options.Algorithm, options.Momentum, options.CacheData, options.Binarization) = (algorithm, momentum, cache, Binarization.Stochastic);
            return options;
        }
        RestrictedBoltzmannMachineTransformer whole = Fit(With(null));
        using var cancellation = new CancellationTokenSource();
        Options broken = With(folder.File("run"));
        (broken.CancellationToken, broken.CheckpointMinutes) = (cancellation.Token, 1e-9);
        broken.Progress = new Reports(report =>
        {
            if (report.Epoch == 3)
                cancellation.Cancel();
        });
        Assert.ThrowsExactly<OperationCanceledException>(() => Fit(broken));
        RestrictedBoltzmannMachineTransformer again = Fit(With(folder.File("run")));
        foreach (RestrictedBoltzmannMachineTransformer resumed in (RestrictedBoltzmannMachineTransformer[])[again, Fit(With(folder.File("run")))])
            AssertSame(whole, resumed);
    }

    /// <summary>Everything that has a state of its own: tempered chains, moments of Adam, dropout, the best epoch so far and its machine.</summary>
    [TestMethod]
    [DataRow("tempering")]
    [DataRow("adam")]
    [DataRow("dropout")]
    [DataRow("early stopping")]
    [DataRow("early stopping by gap")]
    public void ARunThatIsCancelledGoesOnToTheSameBitsWhateverItsState(string what)
    {
        using var folder = new TemporaryFolder();
        Options With(string? checkpoints)
        {
            Options options = Changed(checkpoints);
            (options.NumberOfEpochs, options.CheckpointEpochs, options.CheckpointMinutes, options.InitialWeightStandardDeviation) = (40, 1000, null, 0.3f);
            switch (what)
            {
                case "tempering":
                    (options.Algorithm, options.NumberOfTemperatures, options.LowestInverseTemperature) = (BoltzmannAlgorithm.ParallelTempering, 4, 0.1f);
                    break;
                case "adam":
                    (options.UpdateRule, options.LearningRate, options.Binarization) = (BoltzmannUpdateRule.Adam, 0.002f, Binarization.Stochastic);
                    break;
                case "dropout":
                    (options.HiddenDropoutRate, options.NumberOfGibbsSteps, options.Momentum) = (0.5f, 2, 0.5f);
                    break;
                default:
                    (options.ValidationFraction, options.EarlyStoppingPatience, options.LearningRate) = (0.4, 4, 0.3f);
                    options.EarlyStoppingMeasure = what == "early stopping" ? EarlyStoppingMeasure.LogLikelihood : EarlyStoppingMeasure.FreeEnergyGap;
                    break;
            }
            return options;
        }
        RestrictedBoltzmannMachineTransformer whole = Fit(With(null));
        string run = folder.File("run");

        // No checkpoint is due in the whole run: those that are here were written because it was cancelled, in the middle of an epoch or at its end.
        foreach (int cancelled in (int[])[1, 2, whole.History.Count - 1])
        {
            using var cancellation = new CancellationTokenSource();
            Options broken = With(run);
            broken.CancellationToken = cancellation.Token;
            broken.Progress = new Reports(report =>
            {
                if (report.Epoch == cancelled)
                    cancellation.Cancel();
            });
            Assert.ThrowsExactly<OperationCanceledException>(() => Fit(broken));
            Assert.HasCount(1, Directory.GetFiles(run));
        }
        foreach (RestrictedBoltzmannMachineTransformer resumed in (RestrictedBoltzmannMachineTransformer[])[Fit(With(run)), Fit(With(run))])
            AssertSame(whole, resumed);
    }

    [TestMethod]
    public void CancellingWithAResultAlsoWritesACheckpoint()
    {
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        Options broken = Changed(folder.File("run"));
        (broken.CancellationToken, broken.ReturnBestOnCancel, broken.CheckpointEpochs, broken.CheckpointMinutes) = (cancellation.Token, true, 1000, null);
        broken.Progress = new Reports(report =>
        {
            if (report.Epoch == 3)
                cancellation.Cancel();
        });
        Assert.IsInRange(2, 3, Fit(broken).History.Count);
        RestrictedBoltzmannMachineTransformer whole = Fit(Changed(null)), resumed = Fit(Changed(folder.File("run")));
        CollectionAssert.AreEqual(whole.Model.GetWeights(), resumed.Model.GetWeights());
        CollectionAssert.AreEqual(Comparable(whole), Comparable(resumed));
    }

    [TestMethod]
    public void ACheckpointOfAnotherConfigurationOrOtherRowsIsRefusedByName()
    {
        using var folder = new TemporaryFolder();
        Fit(Changed(folder.File("run")));
        Options options = Changed(folder.File("run"));
        (options.LearningRate, options.Momentum) = (0.02f, 0.5f);
        string message = Assert.ThrowsExactly<InvalidOperationException>(() => Fit(options)).Message;
        StringAssert.Contains(message, "LearningRate is 0.02 now, 0.05 in the checkpoint; Momentum is 0.5 now, 0 in the checkpoint");
        Options same = Changed(folder.File("run"));
        same.NumberOfThreads = 2;   // changes no bit
        Fit(same);
        message = Assert.ThrowsExactly<InvalidOperationException>(() => Fit(Changed(folder.File("run")), rows: 62)).Message;
        StringAssert.Contains(message, "TrainingRows is 62 rows of 6 columns");
    }

    private static BoltzmannEpoch[] Comparable(RestrictedBoltzmannMachineTransformer model) =>
        [.. model.History.Select(epoch => epoch with { RowsPerSecond = 0, Elapsed = default })];

    private static RestrictedBoltzmannMachineTransformer Fit(Options options, int rows = 60) =>
        new MLContext().Generative().RestrictedBoltzmannMachine(options).Fit(ConformanceData.Create(rows));

    private static Options Changed(string? checkpoints) => Machines.With(options =>
        (options.CheckpointDirectory, options.NumberOfEpochs, options.Seed) = (checkpoints, 6, 3));

    private sealed class Reports(Action<TrainingProgress> onReport) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => onReport(value);
    }

    private static void AssertSame(RestrictedBoltzmannMachineTransformer whole, RestrictedBoltzmannMachineTransformer resumed)
    {
        CollectionAssert.AreEqual(whole.Model.GetWeights(), resumed.Model.GetWeights());
        CollectionAssert.AreEqual(whole.Model.GetVisibleBias(), resumed.Model.GetVisibleBias());
        CollectionAssert.AreEqual(whole.Model.GetHiddenBias(), resumed.Model.GetHiddenBias());
        CollectionAssert.AreEqual(whole.Warnings.ToArray(), resumed.Warnings.ToArray());
        CollectionAssert.AreEqual(Comparable(whole), Comparable(resumed));
    }
}
