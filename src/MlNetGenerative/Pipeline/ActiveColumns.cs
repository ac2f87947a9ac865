using Microsoft.ML;

namespace MlNetGenerative.Pipeline;

/// <summary>The rules for active columns and for typed getters that every row of this library follows.</summary>
internal static class ActiveColumns
{
    public static bool[] Mark(DataViewSchema schema, IEnumerable<DataViewSchema.Column> active)
    {
        bool[] marks = new bool[schema.Count];
        foreach (DataViewSchema.Column column in active)
            marks[column.Index] = true;
        return marks;
    }

    public static bool IsActive(bool[] active, DataViewSchema.Column column)
    {
        if ((uint)column.Index >= (uint)active.Length)
            throw new ArgumentOutOfRangeException(nameof(column), $"The row has {active.Length} columns; there is no column {column.Index} ('{column.Name}').");
        return active[column.Index];
    }

    /// <exception cref="ArgumentOutOfRangeException">The column was not asked for when the row or cursor was opened.</exception>
    public static void CheckActive(bool[] active, DataViewSchema.Column column)
    {
        if (!IsActive(active, column))
            throw new ArgumentOutOfRangeException(nameof(column), $"Requested column '{column.Name}' is not active; name it among the columns needed when opening the cursor.");
    }

    /// <exception cref="InvalidOperationException">The column holds another type.</exception>
    public static ValueGetter<TValue> Cast<TValue>(Delegate getter, DataViewSchema.Column column) =>
        getter as ValueGetter<TValue> ?? throw new InvalidOperationException(
            $"Invalid TValue in GetGetter: '{typeof(TValue)}', expected type: '{column.Type.RawType}' (column '{column.Name}').");
}
