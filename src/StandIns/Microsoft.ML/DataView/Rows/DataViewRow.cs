using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>One row of values; what stands behind it may move (see <see cref="DataViewRowCursor"/>).</summary>
public abstract class DataViewRow : IDisposable
{
    /// <summary>The columns, active or not.</summary>
    public abstract DataViewSchema Schema { get; }

    /// <summary>How many rows were passed; -1 before the first and after the last.</summary>
    public abstract long Position { get; }

    /// <summary>Orders the rows of a set of cursors: a lower batch comes before a higher one.</summary>
    public abstract long Batch { get; }

    /// <summary>A getter of the row's identity, the same for a row however the view is read.</summary>
    public abstract ValueGetter<DataViewRowId> GetIdGetter();

    /// <summary>True when <see cref="GetGetter{TValue}"/> may be asked for the column.</summary>
    public abstract bool IsColumnActive(DataViewSchema.Column column);

    /// <summary>A getter of the column's values; it stays valid as the row moves.</summary>
    public abstract ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column);

    /// <summary>Releases what the row holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>Releases what the row holds.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }
}
