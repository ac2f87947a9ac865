using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Boltzmann.Likelihood;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Tests.Boltzmann.Likelihood;

/// <summary>Estimated against exact partition functions, judged by the standard errors that the estimates state.</summary>
[TestClass]
public sealed class AnnealedImportanceSamplingTests
{
    private const int Seeds = 8;

    [TestMethod]
    [DataRow("4x3", 50)]
    [DataRow("12x9", 100)]
    [DataRow("12x60", 200)]
    [DataRow("100x14", 300)]
    [DataRow("digits", 800)]
    public void BothDirectionsHitTheExactValueWithinTheirStandardErrors(string name, int steps)
    {
        RestrictedBoltzmannMachine machine = KnownMachines.Create(name);
        double exact = PartitionFunction.ExactLog(machine);
        int[][] samples = ExactSampler.DrawVisible(machine, 9, 100 * Seeds);
        AnnealedMachine path = AnnealedMachine.FromColumnMeans(machine, Means(machine, samples));
        double[] forward = new double[Seeds], reverse = new double[Seeds];
        for (int seed = 0; seed < Seeds; seed++)
        {
            AnnealingRuns runs = Runs(100, AnnealingSchedule.Linear(steps), (ulong)seed + 1);
            forward[seed] = Score(AnnealedImportanceSampling.Forward(path, runs));
            reverse[seed] = Score(AnnealedImportanceSampling.Reverse(path, runs, samples[(100 * seed)..(100 * seed + 100)], 0, "exact samples").Partition);
        }

        AssertStandardNormal(forward);
        AssertStandardNormal(reverse);

        double Score(PartitionEstimate estimate)
        {
            Assert.IsGreaterThan(20, estimate.EffectiveSampleSize, "Too uneven for the delta method; the test needs more steps.");
            return (estimate.LogPartition - exact) / estimate.StandardError;
        }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    public void MeanWeightIsUnbiasedHoweverFewSteps(int steps)
    {
        // Weights, not their logarithms: in both directions the mean is exact on average with any schedule.
        const int Count = 50_000;
        RestrictedBoltzmannMachine machine = KnownMachines.Create("4x3");
        double exact = PartitionFunction.ExactLog(machine);
        int[][] samples = ExactSampler.DrawVisible(machine, 7, Count);
        AnnealedMachine path = AnnealedMachine.FromColumnMeans(machine, Means(machine, samples[..100]));
        AnnealingRuns runs = Runs(Count, AnnealingSchedule.Linear(steps), 7);
        PartitionEstimate forward = AnnealedImportanceSampling.Forward(path, runs);
        PartitionEstimate reverse = AnnealedImportanceSampling.Reverse(path, runs, samples, 0, "exact samples").Partition;

        Assert.IsLessThan(3.3, Math.Abs(Math.Exp(forward.LogPartition - exact) - 1) / forward.StandardError);
        Assert.IsLessThan(3.3, Math.Abs(Math.Exp(exact - reverse.LogPartition) - 1) / reverse.StandardError);
    }

    [TestMethod]
    public void TooShortAScheduleUnderestimatesForwardsAndOverestimatesBackwards()
    {
        RestrictedBoltzmannMachine machine = KnownMachines.OfDigits;
        double exact = PartitionFunction.ExactLog(machine);
        int[][] samples = ExactSampler.DrawVisible(machine, 3, 100 * Seeds);
        AnnealedMachine path = AnnealedMachine.FromColumnMeans(machine, Means(machine, samples));
        double[] forward = new double[Seeds], reverse = new double[Seeds];
        for (int seed = 0; seed < Seeds; seed++)
        {
            AnnealingRuns runs = Runs(100, AnnealingSchedule.Linear(2), (ulong)seed + 1);
            PartitionEstimate up = AnnealedImportanceSampling.Forward(path, runs);
            PartitionEstimate down = AnnealedImportanceSampling.Reverse(
                path, runs, samples[(100 * seed)..(100 * seed + 100)], 0, "exact samples").Partition;
            forward[seed] = up.LogPartition - exact;
            reverse[seed] = down.LogPartition - exact;
            Assert.IsLessThan(exact - 1, up.MeanOfRuns);
            Assert.IsGreaterThan(exact + 1, down.MeanOfRuns);
            Assert.IsLessThan(30, up.EffectiveSampleSize);
        }

        Assert.IsLessThan(-3.3, Score(forward), string.Join(", ", forward));
        Assert.IsGreaterThan(3.3, Score(reverse), string.Join(", ", reverse));

        static double Score(double[] errors)
        {
            double mean = errors.Average();
            return mean / Math.Sqrt(errors.Sum(error => (error - mean) * (error - mean)) / (Seeds - 1) / Seeds);
        }
    }

    [TestMethod]
    public void LongGibbsRunsFromRowsDoAsWellAsExactSamples()
    {
        RestrictedBoltzmannMachine machine = KnownMachines.Create("12x9");
        double exact = PartitionFunction.ExactLog(machine);
        AnnealedMachine path = AnnealedMachine.FromColumnMeans(machine, Means(machine, ExactSampler.DrawVisible(machine, 2, 100)));
        double[] scores = new double[Seeds];
        for (int seed = 0; seed < Seeds; seed++)
        {
            PartitionEstimate estimate = AnnealedImportanceSampling.Reverse(
                path, Runs(100, AnnealingSchedule.Linear(100), (ulong)seed + 50), [[0, 3, 7], []], 500, "Gibbs steps").Partition;
            scores[seed] = (estimate.LogPartition - exact) / estimate.StandardError;
        }
        AssertStandardNormal(scores);
    }

    [TestMethod]
    public void ResultDoesNotDependOnTheNumberOfThreads()
    {
        AnnealedMachine path = AnnealedMachine.FromColumnMeans(KnownMachines.Create("12x60"), new float[12]);
        AnnealingRuns runs = Runs(300, AnnealingSchedule.Linear(10), 1);

        PartitionEstimate one = AnnealedImportanceSampling.Forward(path, runs with { MaximumThreads = 1 });
        Assert.AreEqual(one, AnnealedImportanceSampling.Forward(path, runs with { MaximumThreads = 3 }));
        Assert.AreEqual(one, AnnealedImportanceSampling.Forward(path, runs));
        Assert.AreNotEqual(one, AnnealedImportanceSampling.Forward(path, runs with { Seed = 2 }));
    }

    [TestMethod]
    public void CancellationStopsTheRuns()
    {
        AnnealedMachine path = AnnealedMachine.FromColumnMeans(KnownMachines.OfDigits, new float[784]);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        AnnealingRuns runs = Runs(100, AnnealingSchedule.Linear(10_000_000), 1) with { Cancellation = cancellation.Token };

        Assert.Throws<OperationCanceledException>(() => AnnealedImportanceSampling.Forward(path, runs));
    }

    private static AnnealingRuns Runs(int count, AnnealingSchedule schedule, ulong seed)
        => new(count, schedule, seed, null, VectorWidths.Best, CancellationToken.None);

    /// <summary>The means of samples, as a data set's columns would give them.</summary>
    private static float[] Means(RestrictedBoltzmannMachine machine, int[][] samples)
    {
        float[] means = new float[machine.NumberOfVisibleUnits];
        foreach (int[] sample in samples)
            foreach (int unit in sample)
                means[unit] += 1f / samples.Length;
        return means;
    }

    private static void AssertStandardNormal(double[] scores)
    {
        string all = string.Join(", ", scores.Select(score => score.ToString("F2")));
        Assert.IsLessThan(26.1, scores.Sum(score => score * score), $"Eight squares exceed 26.1 once in a thousand times: {all}");
        Assert.IsLessThan(3.3, Math.Abs(scores.Sum()) / Math.Sqrt(scores.Length), $"Scores lie on one side: {all}");
        Assert.IsGreaterThan(0.3, scores.Sum(score => score * score), $"The standard errors are far too large: {all}");
    }
}
