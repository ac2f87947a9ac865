namespace Microsoft.ML.Data;

internal class PendingView : IDataView
{
    public bool CanShuffle => throw new NotImplementedException();
    public DataViewSchema Schema => throw new NotImplementedException();
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) => throw new NotImplementedException();
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) => throw new NotImplementedException();
    public long? GetRowCount() => throw new NotImplementedException();
}
internal sealed class CacheDataView(IDataView input) : PendingView { public IDataView Input => input; }
internal sealed class ShuffledDataView(IDataView input, int seed, int pool, bool source) : PendingView { public object Input => (input, seed, pool, source); }
internal sealed class FractionFilter(IDataView input, RowFraction f, double a, double b, bool outside) : PendingView { public object Input => (input, f, a, b, outside); }
internal sealed class RowFraction { public static RowFraction Of(IDataView data, string key, int seed) => new(); }
