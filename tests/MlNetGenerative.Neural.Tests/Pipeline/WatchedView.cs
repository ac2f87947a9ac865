using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetGenerative.Neural.Tests.Pipeline;

/// <summary>Passes a view through and counts its cursors; what the n-th cursor reads, and how it is shuffled, may be another matter each time.</summary>
internal sealed class WatchedView(IDataView source, Func<int, Random?, (IDataView View, Random? Rand)>? change = null) : IDataView
{
    /// <summary>The columns that each cursor was opened with, in words.</summary>
    public List<string> Opened { get; } = [];

    public int Disposed { get; private set; }

    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        DataViewSchema.Column[] columns = [.. columnsNeeded];
        Opened.Add(string.Join(' ', columns.Select(column => column.Name)));
        (IDataView view, Random? shuffle) = change?.Invoke(Opened.Count - 1, rand) ?? (source, rand);
        return new Cursor(this, view.GetRowCursor(columns, shuffle));
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        throw new InvalidOperationException("One cursor is enough.");

    private sealed class Cursor(WatchedView view, DataViewRowCursor inner) : DataViewRowCursor
    {
        private bool _disposed;

        public override DataViewSchema Schema => inner.Schema;

        public override long Position => inner.Position;

        public override long Batch => inner.Batch;

        public override ValueGetter<DataViewRowId> GetIdGetter() => inner.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => inner.IsColumnActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => inner.GetGetter<TValue>(column);

        public override bool MoveNext() => inner.MoveNext();

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_disposed)
            {
                _disposed = true;
                view.Disposed++;
                inner.Dispose();
            }
            base.Dispose(disposing);
        }
    }
}
