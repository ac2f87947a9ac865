using MlNetGenerative.Core.Numerics;
using Microsoft.ML;

namespace MlNetGenerative.Pipeline;

/// <summary>
/// A view of a known number of rows, each a function of its index: any order and any split into cursors give the same rows.
/// </summary>
internal abstract class IndexedView : IDataView
{
    /// <param name="count">The number of rows.</param>
    /// <param name="rowsPerBatch">Consecutive rows that one cursor of a set reads before the next cursor's turn.</param>
    protected IndexedView(int count, int rowsPerBatch)
    {
        Count = count;
        RowsPerBatch = rowsPerBatch;
    }

    public int Count { get; }

    public int RowsPerBatch { get; }

    public abstract DataViewSchema Schema { get; }

    public bool CanShuffle => true;

    public long? GetRowCount() => Count;

    /// <summary>
    /// One getter for each active column, null for the others, reading the row that <see cref="IndexedCursor.Index"/> names.
    /// <paramref name="ascending"/> says that the cursor asks for its rows in the order of their indices.
    /// </summary>
    public abstract Delegate?[] CreateGetters(IndexedCursor cursor, bool[] active, bool ascending);

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new IndexedCursor(this, ActiveColumns.Mark(Schema, columnsNeeded), Order(rand), firstBatch: 0, batchStride: 1);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        bool[] active = ActiveColumns.Mark(Schema, columnsNeeded);
        RandomPermutation? order = Order(rand);
        int batches = (int)(((long)Count + RowsPerBatch - 1) / RowsPerBatch);
        int cursors = Math.Max(1, Math.Min(n > 0 ? n : Environment.ProcessorCount, batches));
        return [.. Enumerable.Range(0, cursors).Select(first => new IndexedCursor(this, active, order, first, cursors))];
    }

    private RandomPermutation? Order(Random? rand) => rand is null ? null : new RandomPermutation(Count, rand);
}
