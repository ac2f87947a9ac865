namespace Microsoft.ML.Data;

/// <summary>A cursor that passes some rows of another one on, with positions of its own.</summary>
internal abstract class WrappingCursor : DataViewRowCursor
{
    private long _position = -1;
    private bool _done;

    protected WrappingCursor(DataViewRowCursor input)
    {
        Input = input;
    }

    protected DataViewRowCursor Input { get; }

    public override DataViewSchema Schema => Input.Schema;

    public override long Position => _position;

    public override long Batch => Input.Batch;

    public override ValueGetter<DataViewRowId> GetIdGetter() => Input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => Input.IsColumnActive(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => Input.GetGetter<TValue>(column);

    public sealed override bool MoveNext()
    {
        if (!_done && MoveNextCore())
        {
            _position++;
            return true;
        }
        if (!_done)
            Dispose();
        return false;
    }

    protected abstract bool MoveNextCore();

    protected override void Dispose(bool disposing)
    {
        _done = true;
        _position = -1;
        if (disposing)
            Input.Dispose();
        base.Dispose(disposing);
    }
}
