using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Boltzmann.Likelihood;
using MlNetGenerative.Core.Training;
using MlNetGenerative.Evaluation;
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
        OptionCheck.Require(Enum.IsDefined(options.Method), nameof(options.Method), options.Method, $"one of {string.Join(", ", Enum.GetNames<LikelihoodMethod>())}");
        BoltzmannLikelihoodSettings settings = ToSettings(fitted, options);
        settings.Validate();
        bool canBeExact = Math.Min(machine.NumberOfVisibleUnits, machine.NumberOfHiddenUnits) <= PartitionFunction.MaximumExactUnits;
        if (options.Method == LikelihoodMethod.Exact && !canBeExact)
            throw new NotSupportedException(
                $"The exact likelihood enumerates the states of the smaller side, at most {PartitionFunction.MaximumExactUnits} units, but this machine has " +
                $"{machine.NumberOfVisibleUnits} visible and {machine.NumberOfHiddenUnits} hidden units. Set {nameof(options.Method)} to {LikelihoodMethod.Automatic} or {LikelihoodMethod.AnnealedImportanceSampling}.");

        var features = FeatureColumn.Require(data.Schema, fitted.Columns.Input, machine.NumberOfVisibleUnits);
        var rows = new BinarizedRows(data, features, settings.Binarization, options.Seed ?? fitted.Seed);
        return canBeExact && options.Method != LikelihoodMethod.AnnealedImportanceSampling
            ? Exact(fitted, rows, options.CancellationToken)
            : Estimate(machine, rows, settings, options.CancellationToken);
    }

    /// <summary>The settings of the estimate; Core knows no views.</summary>
    private static BoltzmannLikelihoodSettings ToSettings(FittedBoltzmannMachine fitted, LikelihoodOptions options) => new()
    {
        Binarization = options.Binarization ?? fitted.Binarization,
        Seed = (uint)(options.Seed ?? fitted.Seed),
        UseExactPartition = false,
        Schedule = options.Schedule,
        NumberOfRuns = options.NumberOfRuns,
        ReverseGibbsSteps = options.ReverseGibbsSteps,
        ColumnMeans = fitted.ColumnMeans,
    };

    private static LikelihoodMetrics Exact(FittedBoltzmannMachine fitted, BinarizedRows rows, CancellationToken cancellation)
    {
        RestrictedBoltzmannMachine machine = fitted.Machine;
        var model = new MeanAndError();
        var gain = new MeanAndError();
        float[] activations = new float[machine.NumberOfHiddenUnits];
        float[] dense = new float[machine.NumberOfVisibleUnits];
        using ITrainingRowReader reader = rows.Open(null);
        while (reader.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            machine.HiddenActivations(reader.Indices, reader.Values, activations);
            double unnormalized = -machine.FreeEnergy(reader.Indices, reader.Values, activations);
            Array.Clear(dense);
            foreach (int slot in reader.Indices)
                dense[slot] = 1;
            model.Add(unnormalized);
            gain.Add(unnormalized - IndependentColumns.LogLikelihood(fitted.ColumnMeans, dense));
        }
        // After the rows, because it can take seconds, and what is wrong with a row should be said at once.
        double logPartition = PartitionFunction.ExactLog(machine);
        model.Shift(-logPartition);
        gain.Shift(-logPartition);
        return new LikelihoodMetrics
        {
            MeanLogLikelihood = model.Mean,
            Estimator = "exact",
            StandardError = model.StandardError,
            BaselineMeanLogLikelihood = model.Mean - gain.Mean,
            Verdict = BaselineVerdict.Of(model, gain),
            IsReliable = true,
            NumberOfRows = model.Count,
            LowerBound = model.Mean,
            UpperBound = model.Mean,
            Gap = 0,
        };
    }

    private static LikelihoodMetrics Estimate(
        RestrictedBoltzmannMachine machine, BinarizedRows rows, BoltzmannLikelihoodSettings settings, CancellationToken cancellation)
    {
        BoltzmannLikelihoodEstimate estimate = BoltzmannLikelihood.Estimate(machine, rows, settings with { Binarization = Binarization.None }, cancellation);
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
}
