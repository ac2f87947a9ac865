namespace Microsoft.ML.Data;

/// <summary>A run of rows in the order of the source. It cannot shuffle, since then other rows would be first.</summary>
internal sealed class SkipTakeDataView : IDataView
{
    private readonly IDataView _source;
    private readonly long _skip;
    private readonly long _take;

    public SkipTakeDataView(IDataView source, long skip, long take)
    {
        _source = source;
        _skip = skip;
        _take = take;
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema => _source.Schema;

    public long? GetRowCount() => _source.GetRowCount() is long count ? Math.Clamp(count - _skip, 0, _take) : null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
        => new Cursor(_source.GetRowCursor(columnsNeeded), _skip, _take);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
        => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : WrappingCursor
    {
        private readonly long _skip;
        private readonly long _take;
        private long _read;

        public Cursor(DataViewRowCursor input, long skip, long take)
            : base(input)
        {
            _skip = skip;
            _take = take;
        }

        protected override bool MoveNextCore()
        {
            for (; _read < _skip; _read++)
            {
                if (!Input.MoveNext())
                    return false;
            }
            if (_read - _skip >= _take || !Input.MoveNext())
                return false;
            _read++;
            return true;
        }
    }
}
