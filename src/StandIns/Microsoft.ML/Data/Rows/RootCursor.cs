using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A cursor that is not made from another one: it keeps its own position.</summary>
internal abstract class RootCursor : DataViewRowCursor
{
    private readonly bool[] _active;
    private long _position = -1;
    private bool _done;

    protected RootCursor(DataViewSchema schema, bool[] active)
    {
        Schema = schema;
        _active = active;
    }

    public sealed override DataViewSchema Schema { get; }

    public sealed override long Position => _position;

    public override long Batch => 0;

    protected bool IsGood => _position >= 0;

    public sealed override bool IsColumnActive(DataViewSchema.Column column) => ColumnSelection.IsActive(_active, column);

    public sealed override bool MoveNext()
    {
        if (_done)
            return false;
        if (MoveNextCore())
        {
            _position++;
            return true;
        }
        _position = -1;
        _done = true;
        Dispose();
        return false;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) =>
    {
        CheckGood("ID getter");
        id = new DataViewRowId((ulong)_position, 0);
    };

    protected abstract bool MoveNextCore();

    protected void CheckActive(DataViewSchema.Column column) => ColumnSelection.CheckActive(_active, column);

    protected void CheckGood(string what) => Contracts.Check(IsGood, $"Cannot call {what} in current state");

    protected override void Dispose(bool disposing)
    {
        _done = true;
        _position = -1;
        base.Dispose(disposing);
    }
}
