using System.Globalization;
using MlNetGenerative.Core.Numerics;
using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Core.Boltzmann.Likelihood;

/// <summary>Measures the log-likelihood of binary rows under a restricted Boltzmann machine: log p(v) = -F(v) - log Z.</summary>
/// <remarks>log Z is exact when one side is small, otherwise it is estimated from both directions, by annealed importance sampling from
/// independent columns to the machine (on average too low, which makes rows look too likely) and back (on average too high). What lies
/// between is the truth, and a wide gap says that the figure means nothing.</remarks>
public static class BoltzmannLikelihood
{
    /// <summary>Measures.</summary>
    /// <param name="model">The machine.</param>
    /// <param name="rows">Rows with one value in [0, 1] for each visible unit; read once, in stored order.</param>
    /// <param name="settings">How; null for the defaults.</param>
    /// <param name="cancellation">Polled every few rows and steps.</param>
    /// <returns>The mean log-likelihood, its bounds, a verdict, and the independent columns beside it.</returns>
    /// <exception cref="ArgumentException">The rows are not as wide as the machine, or there are not as many column means.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, or a value is not allowed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static BoltzmannLikelihoodEstimate Estimate(
        RestrictedBoltzmannMachine model, ITrainingRows rows, BoltzmannLikelihoodSettings? settings = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        settings ??= new BoltzmannLikelihoodSettings();
        settings.Validate();
        if (rows.Width != model.NumberOfVisibleUnits)
            throw new ArgumentException($"Rows have {rows.Width} columns, but the machine has {model.NumberOfVisibleUnits} visible units.", nameof(rows));
        if (settings.ColumnMeans is { } given && given.Count != model.NumberOfVisibleUnits)
            throw new ArgumentException(
                $"{nameof(settings.ColumnMeans)} has {given.Count} entries, but the machine has {model.NumberOfVisibleUnits} visible units.", nameof(settings));

        MeasuredRows measured = MeasuredRows.Read(model, rows, settings, cancellation);
        float[] means = settings.ColumnMeans?.ToArray() ?? measured.ColumnMeans;
        double baseline = IndependentColumns.LogLikelihood(means, measured.ColumnMeans);   // linear in the row, so the mean row gives the mean
        bool exact = settings.UseExactPartition
            && Math.Min(model.NumberOfVisibleUnits, model.NumberOfHiddenUnits) <= PartitionFunction.MaximumExactUnits;
        return exact ? Exact(model, measured, baseline) : Annealed(model, measured, means, baseline, settings, cancellation);
    }

    private static BoltzmannLikelihoodEstimate Exact(RestrictedBoltzmannMachine model, MeasuredRows measured, double baseline)
    {
        double logPartition = PartitionFunction.ExactLog(model);
        double mean = -measured.MeanFreeEnergy - logPartition;
        return new BoltzmannLikelihoodEstimate
        {
            MeanLogLikelihood = mean,
            StandardError = measured.StandardError,
            NumberOfRows = measured.Count,
            Estimator = "exact",
            LogPartition = logPartition,
            LowerBound = mean,
            UpperBound = mean,
            IsReliable = true,
            Verdict = LikelihoodVerdict.OfExact(mean, baseline),
            BaselineMeanLogLikelihood = baseline,
        };
    }

    private static BoltzmannLikelihoodEstimate Annealed(
        RestrictedBoltzmannMachine model, MeasuredRows measured, float[] means, double baseline, BoltzmannLikelihoodSettings settings,
        CancellationToken cancellation)
    {
        AnnealedMachine path = AnnealedMachine.FromColumnMeans(model, means);
        var runs = new AnnealingRuns(
            settings.NumberOfRuns, settings.Schedule, settings.Seed, settings.MaximumThreads, VectorWidths.Best, cancellation);
        PartitionEstimate forward = AnnealedImportanceSampling.Forward(path, runs);
        ReverseEstimate reverse = Math.Min(model.NumberOfVisibleUnits, model.NumberOfHiddenUnits) <= PartitionFunction.MaximumExactUnits
            ? AnnealedImportanceSampling.Reverse(
                path, runs, ExactSampler.DrawVisible(model, settings.Seed, settings.NumberOfRuns), 0, "exact samples")
            : AnnealedImportanceSampling.Reverse(
                path, runs, measured.Starts, settings.ReverseGibbsSteps,
                string.Create(CultureInfo.InvariantCulture, $"{settings.ReverseGibbsSteps:N0} Gibbs steps from the measured rows"));
        double mean = -measured.MeanFreeEnergy - forward.LogPartition;
        (bool reliable, string words) = LikelihoodVerdict.OfSandwich(forward, reverse, mean, baseline);
        return new BoltzmannLikelihoodEstimate
        {
            MeanLogLikelihood = mean,
            StandardError = measured.StandardError,
            NumberOfRows = measured.Count,
            Estimator = string.Create(
                CultureInfo.InvariantCulture, $"annealed importance sampling ({settings.Schedule.Name}, {settings.NumberOfRuns:N0} runs)"),
            LogPartition = forward.LogPartition,
            LowerBound = -measured.MeanFreeEnergy - reverse.Partition.UpperBound,
            UpperBound = -measured.MeanFreeEnergy - forward.LowerBound,
            Forward = forward,
            Reverse = reverse.Partition,
            IsReliable = reliable,
            Verdict = words,
            BaselineMeanLogLikelihood = baseline,
        };
    }
}
