namespace Microsoft.ML;

/// <summary>A row that moves over a view.</summary>
public abstract class DataViewRowCursor : DataViewRow
{
    /// <summary>Moves to the next row; false after the last.</summary>
    public abstract bool MoveNext();
}
