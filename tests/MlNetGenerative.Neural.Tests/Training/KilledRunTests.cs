using System.Diagnostics;
using System.Runtime.InteropServices;
using MlNetGenerative.Core.Training;
using MlNetGenerative.Neural.Training;
using MlNetGenerative.Tests;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Tests.Training;

[TestClass]
public sealed class KilledRunTests
{
    private const int Kills = 10;
    private const string Started = "started";

    [TestMethod]
    public void ARunKilledTenTimesEndsWithTheSameBits()
    {
        using var folder = new TemporaryFolder();
        Assert.AreEqual(0, HelperProcess.Run(AppContext.BaseDirectory, "train", folder.File("whole"), folder.File("whole.bin")).ExitCode);
        var random = new Random();
        var delays = new List<int>();
        for (int kill = 0; kill < Kills; kill++)
        {
            using Process process = HelperProcess.Start(AppContext.BaseDirectory, "train", folder.File("killed"), folder.File("killed.bin"));
            Assert.AreEqual(Started, process.StandardOutput.ReadLine());
            delays.Add(random.Next(120));
            Thread.Sleep(delays[^1]);
            process.Kill();   // SIGKILL
            process.WaitForExit();
            Assert.AreEqual(128 + 9, process.ExitCode, $"run {kill + 1} ended before it was killed; milliseconds: {string.Join(' ', delays)}");
        }
        (int exitCode, string output) = HelperProcess.Run(AppContext.BaseDirectory, "train", folder.File("killed"), folder.File("killed.bin"));
        Assert.AreEqual(0, exitCode, output);
        Assert.Contains("goes on from the checkpoint", output);
        CollectionAssert.AreEqual(File.ReadAllBytes(folder.File("whole.bin")), File.ReadAllBytes(folder.File("killed.bin")), $"milliseconds: {string.Join(' ', delays)}");
        Assert.HasCount(1, Directory.GetFiles(folder.File("killed")));
    }

    /// <summary>What the processes do: a run of some thousand short updates, with checkpoints all the time.</summary>
    public static void Train(string checkpoints, string weights)
    {
        set_num_threads(1);
        var settings = new TrainingSettings
        {
            NumberOfEpochs = 60, BatchSize = 16, LearningRate = 0.01f, LearningRateSchedule = LearningRateSchedule.Cosine, LearningRateWarmUpUpdates = 50,
            GradientClipNorm = 1, ValidationFraction = 0.1, Seed = 3, CheckpointDirectory = checkpoints, CheckpointUpdates = 17,
        };
        using var model = new RegressionModel(settings);
        bool started = false;
        model.OnUpdate = update =>
        {
            // Past the first checkpoint, which a busy machine takes its time to reach.
            if (started || update <= settings.CheckpointUpdates)
                return;
            Console.WriteLine(Started);
            started = true;
        };
        var lines = new List<string>();
        TrainingLoop.Run(model, RegressionRows.Create(3000), settings, new TrainingObservers(lines.Add));
        Console.WriteLine(lines[0]);
        File.WriteAllBytes(weights, MemoryMarshal.AsBytes(model.Weights().AsSpan()));
    }
}
