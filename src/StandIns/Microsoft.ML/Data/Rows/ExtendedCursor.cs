namespace Microsoft.ML.Data;

/// <summary>A cursor with columns added behind those of its input.</summary>
internal sealed class ExtendedCursor : DataViewRowCursor
{
    private readonly DataViewRowCursor _input;
    private readonly AddedColumns _columns;

    public ExtendedCursor(DataViewRowCursor input, DataViewSchema schema, bool[] active, Delegate[] added, Action disposer)
    {
        _input = input;
        _columns = new AddedColumns(input, schema, active, added, disposer);
    }

    public override DataViewSchema Schema => _columns.Schema;

    public override long Position => _input.Position;

    public override long Batch => _input.Batch;

    public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => _columns.IsActive(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _columns.GetGetter<TValue>(column);

    public override bool MoveNext() => _input.MoveNext();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _columns.Dispose();
        base.Dispose(disposing);
    }
}
