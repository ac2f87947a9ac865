using System.Runtime.InteropServices;
using MlNetGenerative.Core.Training;
using MlNetGenerative.Neural.Training;
using MlNetGenerative.Tests;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Tests.Training;

[TestClass]
public sealed class KilledRunTests
{
    [TestMethod]
    public void ARunKilledTenTimesEndsWithTheSameBits() => KilledRuns.AssertEndWithTheSameBits("train", kills: 10, longestDelay: 120);

    /// <summary>What the processes do: a run of some thousand short updates, with checkpoints all the time.</summary>
    public static void Train(string checkpoints, string weights)
    {
        var settings = new TrainingSettings
        {
            NumberOfEpochs = 60, BatchSize = 16, LearningRate = 0.01f, LearningRateSchedule = LearningRateSchedule.Cosine, LearningRateWarmUpUpdates = 50,
            GradientClipNorm = 1, ValidationFraction = 0.1, Seed = 3, CheckpointDirectory = checkpoints, CheckpointUpdates = 17,
        };
        using var model = new RegressionModel(settings);
        bool started = false;
        model.OnUpdate = update =>
        {
            if (started || update <= settings.CheckpointUpdates)
                return;
            Console.WriteLine(KilledRuns.Started);
            started = true;
        };
        var lines = new List<string>();
        TrainingLoop.Run(model, RegressionRows.Create(3000), settings, new TrainingObservers(lines.Add));
        Console.WriteLine(lines[0]);
        File.WriteAllBytes(weights, MemoryMarshal.AsBytes(model.Weights().AsSpan()));
    }
}
