using System.Diagnostics;
using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Training;

namespace Benchmarks;

/// <summary>Two threads against one: 784 visible and 500 hidden units, batches of 100.</summary>
/// <remarks>Training goes on with one thread while that is faster, so on a machine without a free processor the ratio of epochs is 1. The
/// ratio of the updates' 10th percentiles, with both threads always, is that of a machine with nothing else to do.</remarks>
internal static class BoltzmannThreads
{
    public static void Run()
    {
        Digits digits = Digits.Load();
        CachedRows grey = Digits.Rows(digits.Train, threshold: false);
        CachedRows binary = Digits.Rows(digits.Train, threshold: true);
        var pcd = new RestrictedBoltzmannMachineSettings
        {
            NumberOfHiddenUnits = 500, NumberOfEpochs = 2, LearningRate = 0.05f, LearningRateSchedule = LearningRateSchedule.Constant,
            Centered = false,
        };
        RestrictedBoltzmannMachineSettings cd = pcd with { Algorithm = BoltzmannAlgorithm.ContrastiveDivergence };
        Compare("cd1_binary_momentum_decay", binary, cd with { Momentum = 0.9f, WeightDecay = 1e-4f }, "");
        Compare("cd5_binary", binary, cd with { NumberOfGibbsSteps = 5 }, "_cd5");
        Compare("pcd1_grey", grey, pcd, "_pcd_grey");
        Compare("pcd1_stochastic_centered", grey, pcd with { Centered = true, Binarization = Binarization.Stochastic }, "_pcd_stochastic");
    }

    /// <summary>Epochs with one thread and with two in turn, so that a change of load favours neither; the fastest of each counts.</summary>
    private static void Compare(string name, CachedRows rows, RestrictedBoltzmannMachineSettings settings, string suffix)
    {
        const int Rounds = 3;
        var epochs = new Dictionary<int, List<double>> { [1] = [], [2] = [] };
        float[] weights = [];
        for (int round = 0; round < Rounds; round++)
        {
            foreach (int threads in (int[])[1, 2])
            {
                var observers = new BoltzmannTrainer.Observers(
                    epoch => epochs[threads].Add(rows.Count!.Value / epoch.RowsPerSecond), null, null);
                BoltzmannTrainingResult result = BoltzmannTrainer.Train(
                    rows, settings with { NumberOfThreads = threads }, observers, default, returnBestOnCancel: false,
                    BoltzmannKernels.Best);
                float[] trained = result.Model.GetWeights();
                if (weights.Length > 0 && !trained.AsSpan().SequenceEqual(weights))
                    throw new InvalidOperationException($"{name}: {threads} threads gave other weights than one.");
                weights = trained;
            }
        }
        Figures.Print($"{name}_epoch_seconds_two_threads", epochs[2].Min());
        Figures.Print($"two_threads_vs_one{suffix}", epochs[1].Min() / epochs[2].Min());
        CompareUpdates(name, rows, settings, suffix);
        Console.WriteLine($"    {name}: 1 thread {Times(1)}, 2 threads {Times(2)}");

        string Times(int threads) => string.Join(" ", epochs[threads].Select(seconds => seconds.ToString("F3")));
    }

    /// <summary>Updates with one thread and with two, some of each in turn.</summary>
    private static void CompareUpdates(string name, CachedRows rows, RestrictedBoltzmannMachineSettings settings, string suffix)
    {
        const int InTurn = 25;
        TrainingData data = TrainingData.Scan(rows, settings, default);
        using var one = new ThreadTeam(1);
        using var two = new ThreadTeam(2);
        BoltzmannUpdate[] machines =
        [
            new(settings, data.Means, data.Grey, BoltzmannKernels.Best, one),
            new(settings, data.Means, data.Grey, BoltzmannKernels.Best, two),
        ];
        List<double>[] seconds = [[], []];
        var batch = new UnitLists(settings.BatchSize, settings.BatchSize * (long)rows.Width, data.Grey);
        for (int epoch = 1; epoch <= 3; epoch++)
        {
            BatchReader[] readers = [new(rows, settings, epoch), new(rows, settings, epoch)];
            for (int turn = 0; turn < rows.Count / settings.BatchSize / InTurn; turn++)
            {
                for (int machine = 0; machine < machines.Length; machine++)
                {
                    for (int i = 0; i < InTurn; i++)
                    {
                        readers[machine].Read(batch, settings.BatchSize);
                        long start = Stopwatch.GetTimestamp();
                        machines[machine].Step(batch, settings.LearningRate);
                        if (epoch > 1)
                            seconds[machine].Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
                    }
                }
            }
            foreach (BatchReader reader in readers)
                reader.Dispose();
        }
        double updates = rows.Count!.Value / (double)settings.BatchSize;
        Figures.Print($"{name}_epoch_updates_p10_seconds_two_threads", Figures.Quantile(seconds[1], 0.1) * updates);
        Figures.Print($"two_threads_vs_one{suffix}_p10", Figures.Quantile(seconds[0], 0.1) / Figures.Quantile(seconds[1], 0.1));
    }
}
