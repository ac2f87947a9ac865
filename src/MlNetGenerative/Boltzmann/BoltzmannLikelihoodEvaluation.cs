using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Boltzmann.Likelihood;
using MlNetGenerative.Core.Training;
using MlNetGenerative.Pipeline;
using Microsoft.ML;

namespace MlNetGenerative.Boltzmann;

/// <summary>The likelihood of a view's rows under a fitted machine: log p(v) = -F(v) - log Z, in one pass over the view.</summary>
internal static class BoltzmannLikelihoodEvaluation
{
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range, or the column is missing or of another type or size.</exception>
    /// <exception cref="NotSupportedException">The exact likelihood is asked for, but the smaller side is too large to enumerate.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, or a value is not allowed.</exception>
    public static LikelihoodMetrics Evaluate(FittedBoltzmannMachine fitted, IDataView data, LikelihoodOptions options)
    {
        RestrictedBoltzmannMachine machine = fitted.Machine;
        SettingCheck.Require(Enum.IsDefined(options.Method), nameof(options.Method), options.Method, $"one of {string.Join(", ", Enum.GetNames<LikelihoodMethod>())}");
        BoltzmannLikelihoodSettings settings = ToSettings(fitted, options);
        settings.Validate();
        bool canEnumerate = Math.Min(machine.NumberOfVisibleUnits, machine.NumberOfHiddenUnits) <= PartitionFunction.MaximumExactUnits;
        if (options.Method == LikelihoodMethod.Exact && !canEnumerate)
            throw new NotSupportedException(
                $"The exact likelihood enumerates the states of the smaller side, at most {PartitionFunction.MaximumExactUnits} units, but this machine has " +
                $"{machine.NumberOfVisibleUnits} visible and {machine.NumberOfHiddenUnits} hidden units. Set {nameof(options.Method)} to {LikelihoodMethod.Automatic} or {LikelihoodMethod.AnnealedImportanceSampling}.");

        var features = FeatureColumn.Require(data.Schema, fitted.Columns.Input, machine.NumberOfVisibleUnits);
        var rows = new BinarizedRows(data, features, settings.Binarization, options.Seed ?? fitted.Seed);
        BoltzmannLikelihoodEstimate estimate = BoltzmannLikelihood.Estimate(machine, rows, settings with { Binarization = Binarization.None }, options.CancellationToken);
        return new LikelihoodMetrics
        {
            MeanLogLikelihood = estimate.MeanLogLikelihood,
            Estimator = estimate.Estimator,
            StandardError = estimate.StandardError,
            BaselineMeanLogLikelihood = estimate.BaselineMeanLogLikelihood,
            Verdict = estimate.Verdict,
            IsReliable = estimate.IsReliable,
            NumberOfRows = estimate.NumberOfRows,
            LowerBound = estimate.LowerBound,
            UpperBound = estimate.UpperBound,
            Gap = estimate.Gap,
        };
    }

    /// <summary>The settings of the estimate; Core knows no views.</summary>
    private static BoltzmannLikelihoodSettings ToSettings(FittedBoltzmannMachine fitted, LikelihoodOptions options) => new()
    {
        Binarization = options.Binarization ?? fitted.Binarization,
        Seed = (uint)(options.Seed ?? fitted.Seed),
        UseExactPartition = options.Method != LikelihoodMethod.AnnealedImportanceSampling,
        Schedule = options.Schedule,
        NumberOfRuns = options.NumberOfRuns,
        ReverseGibbsSteps = options.ReverseGibbsSteps,
        ColumnMeans = fitted.ColumnMeans,
    };
}
