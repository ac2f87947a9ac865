using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A cursor over objects.</summary>
internal sealed class EnumerableCursor<TRow> : RootCursor
    where TRow : class
{
    private readonly IEnumerator<TRow> _objects;
    private readonly ObjectGetters<TRow> _getters;
    private TRow _current;

    public EnumerableCursor(IEnumerator<TRow> objects, ObjectGetters<TRow> getters, bool[] active)
        : base(getters.Schema, active)
    {
        _objects = objects;
        _getters = getters;
    }

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        CheckActive(column);
        return _getters.Make<TValue>(column, Current);
    }

    protected override bool MoveNextCore()
    {
        if (!_objects.MoveNext())
            return false;
        _current = _objects.Current ?? throw Contracts.Except("Encountered null when iterating over data, this is not supported.");
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _objects.Dispose();
        base.Dispose(disposing);
    }

    private TRow Current()
    {
        CheckGood("getter");
        return _current;
    }
}
