namespace Microsoft.ML.Data;

/// <summary>A view over objects, read from the enumerable each time the view is read. It cannot shuffle.</summary>
internal sealed class EnumerableDataView<TRow> : IDataView
    where TRow : class
{
    private readonly IEnumerable<TRow> _data;
    private readonly ObjectGetters<TRow> _getters;

    public EnumerableDataView(IEnumerable<TRow> data, SchemaDefinition definition)
    {
        _data = data;
        _getters = new ObjectGetters<TRow>(MemberBinding.ForReading(typeof(TRow), definition));
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema => _getters.Schema;

    public long? GetRowCount() => (_data as ICollection<TRow>)?.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
        => new EnumerableCursor<TRow>(_data.GetEnumerator(), _getters, ColumnSelection.Mark(Schema, columnsNeeded));

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
        => [GetRowCursor(columnsNeeded, rand)];
}
