using MlNetGenerative.Core.Training;
using MlNetGenerative.Neural.Gan;
using MlNetGenerative.Neural.Numerics;
using MlNetGenerative.Neural.Training;
using MlNetGenerative.Tests;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Tests;

/// <summary>An adversarial network whose process is killed goes on to the same bits in all that it consists of.</summary>
[TestClass]
public sealed class KilledGanTests
{
    [TestMethod]
    public void NetworksOptimizersAverageAndCountersEndWithTheSameBits() => KilledRuns.AssertEndWithTheSameBits("train-gan", kills: 5, longestDelay: 150);

    /// <summary>What the processes do: some thousand short updates with everything that an update may draw or keep, and checkpoints all the time.</summary>
    public static void Train(string checkpoints, string state)
    {
        var training = new TrainingSettings
        {
            NumberOfEpochs = 40, BatchSize = 16, LearningRate = 1e-3f, LearningRateSchedule = LearningRateSchedule.Cosine, LearningRateWarmUpUpdates = 50,
            Seed = 3, CheckpointDirectory = checkpoints, CheckpointUpdates = 17,
        };
        var settings = new GanSettings
        {
            NoiseSize = 4,
            Generator = new NetworkLayout(new Dense(8), new BatchNorm(), new LeakyRelu(), new Dense(4), new Tanh()),
            Discriminator = new NetworkLayout(new Dense(8, SpectralNormalization: true), new LeakyRelu(0.2f), new Dropout(0.3f)),
            Loss = AdversarialLoss.Wasserstein, DiscriminatorSteps = 3, DiscriminatorLearningRate = 2e-3f, AverageDecay = 0.99, Seed = 5,
        };
        GanArchitecture architecture = GanArchitecture.Of(settings, numberOfColumns: 4, numberOfLabels: 2);
        using GanNetwork network = GanNetwork.Create(architecture, settings.Seed, CPU);
        using var model = new GanModel(settings, architecture, network, training, CPU);
        bool started = false;
        var lines = new List<string>();
        var observers = new TrainingObservers(lines.Add, Progress: new Reports(() =>
        {
            if (started || !Directory.Exists(checkpoints) || Directory.GetFiles(checkpoints, "*.safetensors").Length == 0)
                return;
            Console.WriteLine(KilledRuns.Started);
            started = true;
        }));
        TrainingResult result = TrainingLoop.Run(model, Rows(), training, observers);
        Console.WriteLine(lines[0]);
        Write(state, model, result);
    }

    /// <summary>Two kinds of rows, each followed by the one-hot code of its kind.</summary>
    private static CachedRows Rows()
    {
        var rows = new CachedRows(6);
        for (int row = 0; row < 999; row++)
            rows.Add([0, 1, 2, 3, 4 + row % 2], [row % 2 * 0.5f, row % 7 / 7f, row % 5 / 5f, row % 3 / 3f, 1]);
        return rows;
    }

    private static void Write(string path, GanModel model, TrainingResult result)
    {
        using var writer = new BinaryWriter(File.Create(path));
        void Values(string name, float[] values)
        {
            writer.Write(name);
            Array.ForEach(values, writer.Write);
        }
        foreach ((string name, Tensor tensor) in model.State)
            Values(name, TensorArrays.ToArray(tensor));
        foreach (Optimizer optimizer in model.Optimizers)
        {
            writer.Write(optimizer.Steps);
            writer.Write(optimizer.LearningRate);
            foreach (OptimizedParameter parameter in optimizer.Parameters)
                foreach ((string name, float[] values) in parameter.Moments)
                    Values($"{parameter.Name} {name}", values);
        }
        foreach (TrainingEpoch epoch in result.History)
        {
            writer.Write(epoch.Epoch);
            writer.Write(epoch.GradientNorm);
            foreach (double loss in epoch.Losses.Values)
                writer.Write(loss);
        }
    }

    private sealed class Reports(Action onReport) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => onReport();
    }
}
