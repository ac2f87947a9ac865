using System.Diagnostics;
using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Training;

namespace Benchmarks;

/// <summary>Speed of a restricted Boltzmann machine of 784 visible and 500 hidden units, batches of 100, one thread;
/// then of two threads against one.</summary>
/// <remarks>On a machine that others use, whole epochs measure the others too. So beside the time of the fastest epoch there is the 10th
/// percentile of the update times multiplied by the number of updates: what an epoch's updates take when nothing else runs.</remarks>
internal static class BoltzmannSpeed
{
    private const int HiddenUnits = 500;

    public static void Run()
    {
        Digits digits = Digits.Load();
        Console.WriteLine($"{digits.Name}: {digits.Train.Length} rows");
        CachedRows grey = Digits.Rows(digits.Train, threshold: false);
        CachedRows binary = Digits.Rows(digits.Train, threshold: true);
        var cd = new RestrictedBoltzmannMachineSettings
        {
            NumberOfHiddenUnits = HiddenUnits,
            Algorithm = BoltzmannAlgorithm.ContrastiveDivergence,
            NumberOfEpochs = 5,
            LearningRate = 0.05f,
            LearningRateSchedule = LearningRateSchedule.Constant,
            Centered = false,
            Momentum = 0.9f,
            WeightDecay = 1e-4f,
        };
        var pcd = cd with { Algorithm = BoltzmannAlgorithm.PersistentContrastiveDivergence, Momentum = 0, WeightDecay = 0 };
        Train("cd1_binary_momentum_decay", binary, cd);
        Train("cd1_binary", binary, cd with { Momentum = 0, WeightDecay = 0 });
        Train("cd5_binary", binary, cd with { Momentum = 0, WeightDecay = 0, NumberOfGibbsSteps = 5, NumberOfEpochs = 3 });
        Train("pcd1_grey", grey, pcd);
        Train("pcd1_binary", binary, pcd);
        Train("pcd1_grey_centered", grey, pcd with { Centered = true });
        RestrictedBoltzmannMachine model = Train("pcd1_stochastic_centered", grey, pcd with { Centered = true, Binarization = Binarization.Stochastic });
        Transform(model, digits);
        BoltzmannThreads.Run();
    }

    private static RestrictedBoltzmannMachine Train(string name, CachedRows rows, RestrictedBoltzmannMachineSettings settings)
    {
        var updates = new List<double>();
        var epochs = new List<double>();
        int perEpoch = (int)((rows.Count!.Value + settings.BatchSize - 1) / settings.BatchSize);
        var observers = new BoltzmannTrainer.Observers(
            epoch => epochs.Add(rows.Count.Value / epoch.RowsPerSecond), null, time => updates.Add(time.TotalSeconds));
        BoltzmannTrainingResult result = BoltzmannTrainer.Train(
            rows, settings, observers, default, returnBestOnCancel: false, BoltzmannKernels.Best);

        // The first epoch runs partly in code that is not yet optimised.
        double tenth = Figures.Quantile(updates[perEpoch..], 0.1) * perEpoch;
        Figures.Print($"{name}_epoch_seconds", epochs.Min());
        Figures.Print($"{name}_epoch_updates_p10_seconds", tenth);
        Console.WriteLine($"    {name}: pseudo-log-likelihood {result.History[^1].PseudoLogLikelihood:F1}, epochs "
            + string.Join(" ", epochs.Select(seconds => seconds.ToString("F3"))));
        return result.Model;
    }

    private static void Transform(RestrictedBoltzmannMachine model, Digits digits)
    {
        float[][] rows = digits.Test.Select(image => Array.ConvertAll(image, x => x / 255f)).ToArray();
        float[] result = new float[model.NumberOfHiddenUnits];
        int[][] indices = rows.Select(row => Enumerable.Range(0, row.Length).Where(i => row[i] != 0).ToArray()).ToArray();
        float[][] values = rows.Select(row => row.Where(x => x != 0).ToArray()).ToArray();
        double dense = SecondsOfRow(row => model.HiddenProbabilities(rows[row], result));
        double sparse = SecondsOfRow(row => model.HiddenActivations(indices[row], values[row], result));
        Figures.Print("transform_rows_per_second", 1 / dense);
        Figures.Print("transform_one_row_microseconds", dense * 1e6);
        Figures.Print("transform_one_sparse_row_microseconds", sparse * 1e6);

        // The mean over rows of the 10th percentile of repetitions, for the same reason as with updates.
        double SecondsOfRow(Action<int> score)
        {
            var times = new List<double>[1000];
            for (int repeat = 0; repeat < 50; repeat++)
            {
                for (int row = 0; row < times.Length; row++)
                {
                    long start = Stopwatch.GetTimestamp();
                    score(row);
                    (times[row] ??= []).Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
                }
            }
            return times.Average(ofRow => Figures.Quantile(ofRow, 0.1));
        }
    }
}
