using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Numerics;
using MlNetGenerative.Evaluation;
using MlNetGenerative.Pipeline;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetGenerative.Boltzmann;

/// <summary>The exact likelihood of rows under a binary machine: log p(v) = -F(v) - log Z, log Z by enumeration of the smaller side.</summary>
internal static class BoltzmannLikelihood
{
    /// <exception cref="NotSupportedException">The smaller side is too large to enumerate.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, or a value is not allowed.</exception>
    public static LikelihoodMetrics Evaluate(FittedBoltzmannMachine fitted, IDataView data, LikelihoodOptions options)
    {
        RestrictedBoltzmannMachine machine = fitted.Machine;
        if (Math.Min(machine.NumberOfVisibleUnits, machine.NumberOfHiddenUnits) > PartitionFunction.MaximumExactUnits)
            throw new NotSupportedException(
                $"The exact likelihood enumerates the states of the smaller side, at most {PartitionFunction.MaximumExactUnits} units, but this machine has " +
                $"{machine.NumberOfVisibleUnits} visible and {machine.NumberOfHiddenUnits} hidden units. Compare scores (free energies) of this one model instead, or train one with at most {PartitionFunction.MaximumExactUnits} hidden units.");
        Binarization binarization = options.Binarization ?? fitted.Binarization;
        OptionCheck.Require(Enum.IsDefined(binarization), nameof(options.Binarization), binarization, $"one of {string.Join(", ", Enum.GetNames<Binarization>())}");
        DataViewSchema.Column features = FeatureColumn.Require(data.Schema, fitted.Columns.Input, machine.NumberOfVisibleUnits);

        double logPartition = PartitionFunction.ExactLog(machine);
        var model = new MeanAndError();
        var gain = new MeanAndError();
        float[] activations = new float[machine.NumberOfHiddenUnits];
        float[] dense = new float[machine.NumberOfVisibleUnits];
        foreach (NonZeroEntries row in BinaryRows(data, features, binarization, options.Seed ?? fitted.Seed))
        {
            machine.HiddenActivations(row.Indices, row.Values, activations);
            double logLikelihood = -machine.FreeEnergy(row.Indices, row.Values, activations) - logPartition;
            row.CopyTo(dense);
            model.Add(logLikelihood);
            gain.Add(logLikelihood - IndependentColumns.LogLikelihood(fitted.ColumnMeans, dense));
        }
        if (model.Count == 0)
            throw new InvalidOperationException($"There is nothing to evaluate: column '{features.Name}' has no rows; at least 1 is needed.");
        return new LikelihoodMetrics
        {
            MeanLogLikelihood = model.Mean,
            Estimator = "exact",
            StandardError = model.StandardError,
            BaselineMeanLogLikelihood = model.Mean - gain.Mean,
            Verdict = LikelihoodVerdict.Of(model, gain),
            NumberOfRows = model.Count,
        };
    }

    private static IEnumerable<NonZeroEntries> BinaryRows(IDataView data, DataViewSchema.Column features, Binarization binarization, int seed)
    {
        var check = new RowCheck(features, binarization == Binarization.None ? ValueRange.Binary : ValueRange.UnitInterval, skipInvalidRows: null);
        using var reader = new FeatureRowReader(data.GetRowCursor([features]), features, check);
        ValueGetter<DataViewRowId> getId = reader.Cursor.GetIdGetter();
        var random = new Philox((uint)seed, RandomStream.LikelihoodBinarization);
        float[] uniforms = new float[FeatureColumn.SizeOf(features)];
        DataViewRowId id = default;
        while (reader.MoveNext())
        {
            if (binarization == Binarization.Threshold)
                reader.Entries.Threshold();
            if (binarization == Binarization.Stochastic)
            {
                getId(ref id);
                random.Fill(RowKey.Of(id), 0, uniforms);
                reader.Entries.Draw(uniforms);
            }
            yield return reader.Entries;
        }
    }
}
