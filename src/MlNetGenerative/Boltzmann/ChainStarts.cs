using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Pipeline;
using Microsoft.ML;

namespace MlNetGenerative.Boltzmann;

/// <summary>The rows that Gibbs chains start from, read from a view when the first chain starts, no more of them than there are chains.</summary>
internal sealed class ChainStarts
{
    private readonly Lazy<List<(int[] Indices, float[] Values)>> _rows;

    /// <exception cref="ArgumentOutOfRangeException">The view has no column of the right name, type and size.</exception>
    public ChainStarts(FittedBoltzmannMachine fitted, IDataView data, int numberOfChains)
    {
        DataViewSchema.Column features = FeatureColumn.Require(data.Schema, fitted.Columns.Input, fitted.Machine.NumberOfVisibleUnits);
        _rows = new(() => Read(fitted, data, features, numberOfChains));
    }

    public void Start(GibbsChains chains, int chain, int number)
    {
        (int[] indices, float[] values) = _rows.Value[number % _rows.Value.Count];
        chains.StartFrom(chain, indices, values);
    }

    private static List<(int[], float[])> Read(FittedBoltzmannMachine fitted, IDataView data, DataViewSchema.Column features, int limit)
    {
        var rows = new List<(int[], float[])>();
        var check = new RowCheck(features, ValueRange.UnitInterval, skipInvalidRows: null);
        using var reader = new FeatureRowReader(data.GetRowCursor([features]), features, check);
        while (rows.Count < limit && reader.MoveNext())
        {
            if (fitted.Binarization == Binarization.Threshold)
                reader.Entries.Threshold();
            rows.Add((reader.Indices.ToArray(), reader.Values.ToArray()));
        }
        return rows.Count > 0 ? rows : throw new InvalidOperationException(
            $"{nameof(GibbsGenerationOptions.StartFrom)} has no rows to start chains from; at least 1 is needed.");
    }
}
