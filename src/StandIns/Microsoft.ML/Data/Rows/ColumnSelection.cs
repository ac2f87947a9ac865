using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Which columns of a schema are asked for.</summary>
internal static class ColumnSelection
{
    /// <summary>One flag for each column of the schema.</summary>
    public static bool[] Mark(DataViewSchema schema, IEnumerable<DataViewSchema.Column> columns)
    {
        Contracts.CheckValue(columns, nameof(columns));
        var active = new bool[schema.Count];
        foreach (DataViewSchema.Column column in columns)
        {
            Contracts.CheckParam(column.Index >= 0 && column.Index < active.Length && schema[column.Index].Name == column.Name, nameof(columns),
                $"Column '{column.Name}' (index {column.Index}) does not belong to the schema that it is asked of.");
            active[column.Index] = true;
        }
        return active;
    }

    /// <summary>Throws when a column is not active.</summary>
    public static void CheckActive(bool[] active, DataViewSchema.Column column)
        => Contracts.CheckParam(IsActive(active, column), nameof(column), $"Column '{column.Name}' is not active in the cursor");

    /// <summary>True when the column is one of those asked for.</summary>
    public static bool IsActive(bool[] active, DataViewSchema.Column column)
    {
        Contracts.CheckParam(column.Index >= 0 && column.Index < active.Length, nameof(column), $"Column '{column.Name}' does not belong to the schema of the row");
        return active[column.Index];
    }

    /// <summary>The getter as one of the type asked for.</summary>
    public static ValueGetter<TValue> Cast<TValue>(Delegate getter, DataViewSchema.Column column)
        => getter as ValueGetter<TValue>
            ?? throw Contracts.Except($"Invalid TValue in GetGetter: '{typeof(TValue)}', expected type: '{column.Type.RawType}' of column '{column.Name}'.");
}
