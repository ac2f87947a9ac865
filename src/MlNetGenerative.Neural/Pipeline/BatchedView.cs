using Microsoft.ML;
using MlNetGenerative.Pipeline;

namespace MlNetGenerative.Neural.Pipeline;

/// <summary>A lazy view that appends the columns of a mapper, computed in batches.</summary>
/// <remarks>One cursor reads ahead what the network needs, a second one gives the columns that pass through. Both are opened with the same
/// shuffling seed. One cursor in place of a set: the network's own threads do the work.</remarks>
internal sealed class BatchedView(BatchedMapper mapper, IDataView source) : IDataView
{
    /// <summary>The number of rows that are computed together; pulling one row reads at most these.</summary>
    public const int RowsPerBatch = 512;

    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => mapper.OutputSchema;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        bool[] active = ActiveColumns.Mark(Schema, columnsNeeded);
        int inputs = mapper.InputSchema.Count;
        DataViewSchema.Column[] passing = [.. mapper.InputSchema.Where(column => active[column.Index])];
        // Drawn in any case: whoever opens two cursors with equal generators gets the rows in one order, whatever columns each reads.
        int? seed = rand?.Next();
        if (!active.AsSpan(inputs).Contains(true))
            return new AppendColumnsCursor(mapper, source.GetRowCursor(passing, Shuffle(seed)), Schema.Where(column => active[column.Index]));
        DataViewRowCursor? ahead = null, beside = null;
        try
        {
            ahead = source.GetRowCursor(mapper.Inputs, Shuffle(seed));
            beside = source.GetRowCursor(passing, Shuffle(seed));
            return new BatchedCursor(mapper, ahead, beside, active);
        }
        catch
        {
            ahead?.Dispose();
            beside?.Dispose();
            throw;
        }
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [GetRowCursor(columnsNeeded, rand)];

    private static Random? Shuffle(int? seed) => seed is { } value ? new Random(value) : null;
}
