namespace Microsoft.ML.Data;

/// <summary>The rows whose number lies in a range, or outside of it.</summary>
internal sealed class FractionFilter : IDataView
{
    private readonly IDataView _source;
    private readonly RowFraction _fraction;
    private readonly double _from;
    private readonly double _to;
    private readonly bool _outside;

    public FractionFilter(IDataView source, RowFraction fraction, double from, double to, bool outside)
    {
        _source = source;
        _fraction = fraction;
        _from = from;
        _to = to;
        _outside = outside;
    }

    public bool CanShuffle => _source.CanShuffle;

    public DataViewSchema Schema => _source.Schema;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
        => Filter(_source.GetRowCursor(Needed(columnsNeeded), rand));

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
        => Array.ConvertAll(_source.GetRowCursorSet(Needed(columnsNeeded), n, rand), Filter);

    private DataViewSchema.Column[] Needed(IEnumerable<DataViewSchema.Column> columns)
        => columns.Concat(_fraction.Columns).DistinctBy(column => column.Index).ToArray();

    private DataViewRowCursor Filter(DataViewRowCursor input) => new Cursor(input, _fraction.Make(input), _from, _to, _outside);

    private sealed class Cursor : WrappingCursor
    {
        private readonly Func<double> _number;
        private readonly double _from;
        private readonly double _to;
        private readonly bool _outside;

        public Cursor(DataViewRowCursor input, Func<double> number, double from, double to, bool outside)
            : base(input)
        {
            _number = number;
            _from = from;
            _to = to;
            _outside = outside;
        }

        protected override bool MoveNextCore()
        {
            while (Input.MoveNext())
            {
                double number = _number();
                if ((number >= _from && number < _to) != _outside)
                    return true;
            }
            return false;
        }
    }
}
