namespace Microsoft.ML.Data;

/// <summary>A row with columns added behind those of its input.</summary>
internal sealed class ExtendedRow : DataViewRow
{
    private readonly DataViewRow _input;
    private readonly AddedColumns _columns;

    public ExtendedRow(DataViewRow input, DataViewSchema schema, bool[] active, Delegate[] added, Action disposer)
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

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _columns.Dispose();
        base.Dispose(disposing);
    }
}
