using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetGenerative.Pipeline;

/// <summary>A scalar key column that says which label a row has: labels as numbers from 0, -1 where the key is missing.</summary>
internal static class KeyColumn
{
    /// <summary>The most labels that a conditional model takes.</summary>
    public const int LargestNumberOfLabels = 65_536;

    private const string Role = "label";
    private const string Expected = "Key<UInt32>";

    /// <summary>The column of that name in the shape of a schema.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it is not a scalar key.</exception>
    public static SchemaShape.Column Require(SchemaShape schema, string name)
    {
        foreach (SchemaShape.Column column in schema)
        {
            if (column.Name != name)
                continue;
            return column.IsKey && column.Kind == SchemaShape.Column.VectorKind.Scalar
                ? column
                : throw SchemaErrors.TypeMismatch(name, Expected, SchemaErrors.Describe(column), Role);
        }
        throw SchemaErrors.MissingColumn(name, Role);
    }

    /// <summary>The visible column of that name in a schema.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it is not a scalar key, or has too many keys.</exception>
    public static DataViewSchema.Column Require(DataViewSchema schema, string name)
    {
        DataViewSchema.Column column = schema.GetColumnOrNull(name) ?? throw SchemaErrors.MissingColumn(name, Role);
        if (column.Type is not KeyDataViewType key)
            throw SchemaErrors.TypeMismatch(name, Expected, SchemaErrors.Describe(column.Type), Role);
        return key.Count is >= 1 and <= LargestNumberOfLabels
            ? column
            : throw SchemaErrors.TypeMismatch(name, $"Key<{key.RawType.Name}> with 1 to {LargestNumberOfLabels} keys", $"one with {key.Count}", Role);
    }

    /// <summary>The visible column of that name, which must have the number of keys the model was trained on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or its type or number of keys differ.</exception>
    public static DataViewSchema.Column Require(DataViewSchema schema, string name, int count)
    {
        DataViewSchema.Column column = Require(schema, name);
        return CountOf(column) == count
            ? column
            : throw SchemaErrors.TypeMismatch(name, $"a key of {count} labels", $"a key of {CountOf(column)} labels", Role);
    }

    /// <summary>The number of labels.</summary>
    public static int CountOf(DataViewSchema.Column column) => (int)((KeyDataViewType)column.Type).Count;

    /// <summary>Reads the label of the row that a cursor stands on, -1 where it is missing.</summary>
    public static Func<int> CreateReader(DataViewRow row, DataViewSchema.Column column)
    {
        Type raw = column.Type.RawType;
        if (raw == typeof(uint))
            return Reader<uint>(row, column, key => key);
        if (raw == typeof(byte))
            return Reader<byte>(row, column, key => key);
        if (raw == typeof(ushort))
            return Reader<ushort>(row, column, key => key);
        return Reader<ulong>(row, column, key => key);
    }

    /// <summary>What the labels stand for, as text; their numbers from 0 where the column does not say.</summary>
    public static string[] ReadNames(DataViewSchema.Column column)
    {
        int count = CountOf(column);
        string[]? names = column.HasKeyValues() ? ReadKeyValues(column) : null;
        return names?.Length == count ? names : [.. Enumerable.Range(0, count).Select(label => label.ToString(CultureInfo.InvariantCulture))];
    }

    private static Func<int> Reader<T>(DataViewRow row, DataViewSchema.Column column, Func<T, ulong> widen)
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        ulong count = (ulong)CountOf(column);
        T value = default!;
        return () =>
        {
            getter(ref value);
            ulong key = widen(value);
            return key <= count ? (int)key - 1 : -1;
        };
    }

    private static string[]? ReadKeyValues(DataViewSchema.Column column)
    {
        Type raw = ((VectorDataViewType)column.Annotations.Schema[ColumnAnnotations.KeyValues].Type).ItemType.RawType;
        if (raw == typeof(ReadOnlyMemory<char>))
            return Texts<ReadOnlyMemory<char>>(column);
        if (raw == typeof(float))
            return Texts<float>(column);
        if (raw == typeof(double))
            return Texts<double>(column);
        if (raw == typeof(int))
            return Texts<int>(column);
        if (raw == typeof(uint))
            return Texts<uint>(column);
        if (raw == typeof(long))
            return Texts<long>(column);
        return raw == typeof(bool) ? Texts<bool>(column) : null;
    }

    private static string[] Texts<T>(DataViewSchema.Column column)
    {
        VBuffer<T> values = default;
        column.GetKeyValues(ref values);
        return [.. values.DenseValues().Select(value => string.Create(CultureInfo.InvariantCulture, $"{value}"))];
    }
}
