namespace Microsoft.ML.Data;

/// <summary>What a row and a cursor with added columns have in common.</summary>
internal sealed class AddedColumns : IDisposable
{
    private readonly DataViewRow _input;
    private readonly bool[] _active;
    private readonly Delegate[] _added;
    private Action _disposer;

    public AddedColumns(DataViewRow input, DataViewSchema schema, bool[] active, Delegate[] added, Action disposer)
    {
        _input = input;
        Schema = schema;
        _active = active;
        _added = added;
        _disposer = disposer;
    }

    public DataViewSchema Schema { get; }

    public bool IsActive(DataViewSchema.Column column) => ColumnSelection.IsActive(_active, column);

    public ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        ColumnSelection.CheckActive(_active, column);
        int inputs = _active.Length - _added.Length;
        return column.Index < inputs
            ? _input.GetGetter<TValue>(_input.Schema[column.Index])
            : ColumnSelection.Cast<TValue>(_added[column.Index - inputs], column);
    }

    public void Dispose()
    {
        Action disposer = _disposer;
        _disposer = null;
        disposer?.Invoke();
        _input.Dispose();
    }
}
