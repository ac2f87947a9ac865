namespace Microsoft.ML;

/// <summary>Rows of named, typed columns that are computed when they are asked for, any number of times.</summary>
public interface IDataView
{
    /// <summary>True when a cursor given a random generator returns the rows in another order.</summary>
    bool CanShuffle { get; }

    /// <summary>The number of rows, null when it is not known without reading them.</summary>
    long? GetRowCount();

    /// <summary>A cursor over all rows in which the columns needed are active.</summary>
    DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null);

    /// <summary>Up to <paramref name="n"/> cursors that share the rows between them.</summary>
    DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null);

    /// <summary>The columns.</summary>
    DataViewSchema Schema { get; }
}
