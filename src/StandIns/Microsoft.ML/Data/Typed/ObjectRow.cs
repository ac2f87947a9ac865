using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A row whose values are the members of an object, one object after the other; its identity is how many came before.</summary>
internal sealed class ObjectRow<TRow> : DataViewRow
    where TRow : class
{
    private readonly ObjectGetters<TRow> _getters;
    private TRow _current;
    private long _position = -1;

    public ObjectRow(MemberBinding[] bindings)
    {
        _getters = new ObjectGetters<TRow>(bindings);
    }

    public override DataViewSchema Schema => _getters.Schema;

    public override long Position => _position;

    public override long Batch => 0;

    public void Set(TRow current)
    {
        _current = Contracts.CheckValue(current, nameof(current));
        _position++;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) =>
    {
        Contracts.Check(_position >= 0, "Cannot call ID getter in current state");
        id = new DataViewRowId((ulong)_position, 0);
    };

    public override bool IsColumnActive(DataViewSchema.Column column)
    {
        Contracts.CheckParam(column.Index >= 0 && column.Index < Schema.Count, nameof(column), $"Column '{column.Name}' does not belong to the schema of the row");
        return true;
    }

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        IsColumnActive(column);
        return _getters.Make<TValue>(column, Current);
    }

    private TRow Current() => _current ?? throw Contracts.Except("There is no current object: the row has not been filled yet.");
}
