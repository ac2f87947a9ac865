using System.Diagnostics;
using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Training;

namespace Benchmarks;

/// <summary>The exact test log-likelihood of a machine with 16 hidden units: persistent chains, batches of 100, learning rate 0.01, 50
/// epochs.</summary>
/// <remarks>Pixels are thresholded at 0.5, and log Z is exact, so the figure compares with published ones: -142.56 (PyDeep, centred),
/// -149.05 (PyDeep, not centred), and -205.85 for independent columns, where a machine with zero visible biases that is not centred
/// stays.</remarks>
internal static class BoltzmannLikelihood
{
    public static void Run()
    {
        Digits digits = Digits.Load();
        CachedRows train = Digits.Rows(digits.Train, threshold: true);
        float[][] test = digits.Test.Select(image => Array.ConvertAll(image, x => x >= 128 ? 1f : 0f)).ToArray();
        Figures.Print("rbm16_independent_columns", Independent(train, test));

        var settings = new RestrictedBoltzmannMachineSettings { NumberOfHiddenUnits = 16, LearningRate = 0.01f, NumberOfEpochs = 50 };
        Train("rbm16_log_likelihood", train, test, settings);
        for (ulong seed = 1; seed <= 2; seed++)
            Train($"rbm16_log_likelihood_seed{seed}", train, test, settings with { Seed = seed });
        Train("rbm16_constant_rate", train, test, settings with { LearningRateSchedule = LearningRateSchedule.Constant });
        Train("rbm16_not_centered", train, test, settings with { Centered = false });
        Train("rbm16_not_centered_zero_bias", train, test,
            settings with { Centered = false, LearningRateSchedule = LearningRateSchedule.Constant, InitialVisibleBias = InitialVisibleBias.Zero });
    }

    private static void Train(string name, CachedRows train, float[][] test, RestrictedBoltzmannMachineSettings settings)
    {
        var clock = Stopwatch.StartNew();
        BoltzmannTrainingResult result = BoltzmannTrainer.Train(
            train, settings, new BoltzmannTrainer.Observers(null, null, null), default, false, BoltzmannKernels.Best);
        double training = clock.Elapsed.TotalSeconds;
        clock.Restart();
        double logZ = PartitionFunction.ExactLog(result.Model);
        double partition = clock.Elapsed.TotalSeconds;
        double likelihood = test.Average(row => -result.Model.FreeEnergy(row)) - logZ;
        Figures.Print(name, likelihood);
        Console.WriteLine($"    {name}: log Z {logZ:F3} in {partition:F2} s, training {training:F1} s, pseudo-log-likelihood {result.History[^1].PseudoLogLikelihood:F1}");
    }

    private static double Independent(CachedRows train, float[][] test)
    {
        double[] sums = new double[train.Width];
        using ITrainingRowReader reader = train.Open(null);
        while (reader.MoveNext())
            foreach (int index in reader.Indices)
                sums[index]++;
        float[] means = Array.ConvertAll(sums, sum => (float)(sum / train.Count!.Value));
        return test.Average(row => IndependentColumns.LogLikelihood(means, row));
    }
}
