using System.Diagnostics;
using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Boltzmann.Likelihood;
using MlNetGenerative.Core.Training;
using Measure = MlNetGenerative.Core.Boltzmann.Likelihood.BoltzmannLikelihood;

namespace Benchmarks;

/// <summary>The best density of digits that a machine with 500 hidden units reaches in five minutes on one core, by its test log-likelihood
/// with stochastic binarisation.</summary>
/// <remarks>Published: -125.5 (CD-1), -105.5 (CD-3), -86.34 (CD-25), R. Salakhutdinov and I. Murray, ICML 2008; -205.8 for independent
/// columns. One Gibbs step an update suffices: chains that persist follow a machine that changes slowly, and the rate, which falls to zero,
/// makes it change ever more slowly.</remarks>
internal static class BoltzmannDensity
{
    public static void Run()
    {
        Digits digits = Digits.Load();
        Console.WriteLine($"{digits.Name}: {digits.Train.Length} rows");
        CachedRows train = Digits.Rows(digits.Train, threshold: false);
        CachedRows test = Digits.Rows(digits.Test, threshold: false);
        var settings = new RestrictedBoltzmannMachineSettings
        {
            NumberOfHiddenUnits = 500, NumberOfEpochs = 250, LearningRate = 0.05f, Binarization = Binarization.Stochastic,
        };
        TimeSpan before = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        RestrictedBoltzmannMachine model = BoltzmannTrainer.Train(train, settings, epoch =>
        {
            if (epoch.Epoch % 25 == 0)
                Console.WriteLine($"    epoch {epoch.Epoch}, {epoch.Elapsed.TotalSeconds:F0} s, pseudo-log-likelihood {epoch.PseudoLogLikelihood:F1}");
        }).Model;
        Figures.Print("rbm500_training_seconds", clock.Elapsed.TotalSeconds);
        Figures.Print("rbm500_training_core_seconds", (Environment.CpuUsage.TotalTime - before).TotalSeconds);

        float[] means = Means(digits.Train);
        Likelihood("rbm500_test", model, test, means);
        Likelihood("rbm500_train", model, Digits.Rows(digits.Train[..Math.Min(10_000, digits.Train.Length)], threshold: false), means);
    }

    private static void Likelihood(string name, RestrictedBoltzmannMachine model, CachedRows rows, float[] means)
    {
        var clock = Stopwatch.StartNew();
        BoltzmannLikelihoodEstimate estimate = Measure.Estimate(
            model, rows, new() { Binarization = Binarization.Stochastic, ColumnMeans = means, MaximumThreads = 1 });
        Figures.Print($"{name}_log_likelihood", estimate.MeanLogLikelihood);
        Figures.Print($"{name}_log_likelihood_lower_bound", estimate.LowerBound);
        Figures.Print($"{name}_log_likelihood_upper_bound", estimate.UpperBound);
        Figures.Print($"{name}_standard_error_over_rows", estimate.StandardError);
        Figures.Print($"{name}_sandwich_gap", estimate.Gap);
        Figures.Print($"{name}_log_partition_standard_error", estimate.Forward!.StandardError);
        Figures.Print($"{name}_effective_runs", estimate.Forward.EffectiveSampleSize);
        Figures.Print($"{name}_independent_columns", estimate.BaselineMeanLogLikelihood);
        Figures.Print($"{name}_estimate_seconds", clock.Elapsed.TotalSeconds);
        Console.WriteLine($"    {name}: {estimate.Verdict}");
    }

    private static float[] Means(byte[][] images)
    {
        long[] sums = new long[images[0].Length];
        foreach (byte[] image in images)
            for (int i = 0; i < image.Length; i++)
                sums[i] += image[i];
        return Array.ConvertAll(sums, sum => (float)(sum / (255.0 * images.Length)));
    }
}
