using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetGenerative.Pipeline;

/// <summary>The annotations that output columns carry, once for a schema and once for the shape of a schema.</summary>
internal static class ColumnAnnotations
{
    public const string SlotNames = "SlotNames";
    public const string IsNormalized = "IsNormalized";
    public const string KeyValues = "KeyValues";

    /// <summary>The annotations of a vector column whose slots have the given names; null leaves the names away.</summary>
    public static DataViewSchema.Annotations ForVector(IReadOnlyList<string>? slotNames, bool isNormalized)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        if (slotNames is not null)
            AddText(builder, SlotNames, slotNames);
        if (isNormalized)
            builder.AddPrimitiveValue(IsNormalized, BooleanDataViewType.Instance, true);
        return builder.ToAnnotations();
    }

    /// <summary>The annotations of a vector column whose slots have the names of another column's slots, if that has any.</summary>
    public static DataViewSchema.Annotations CopySlotNames(DataViewSchema.Column from, bool isNormalized)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        if (from.HasSlotNames())
            builder.Add(from.Annotations, kind => kind == SlotNames);
        if (isNormalized)
            builder.AddPrimitiveValue(IsNormalized, BooleanDataViewType.Instance, true);
        return builder.ToAnnotations();
    }

    /// <summary>The annotations of a key column whose keys stand for the given texts.</summary>
    public static DataViewSchema.Annotations ForKey(IReadOnlyList<string> keyValues)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        AddText(builder, KeyValues, keyValues);
        return builder.ToAnnotations();
    }

    /// <summary>The shape of what <see cref="ForVector"/> and <see cref="CopySlotNames"/> make.</summary>
    public static SchemaShape ShapeOfVector(bool slotNames, bool isNormalized)
    {
        var columns = new List<SchemaShape.Column>();
        if (slotNames)
            columns.Add(new SchemaShape.Column(SlotNames, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, isKey: false));
        if (isNormalized)
            columns.Add(new SchemaShape.Column(IsNormalized, SchemaShape.Column.VectorKind.Scalar, BooleanDataViewType.Instance, isKey: false));
        return new SchemaShape(columns);
    }

    /// <summary>Whether the shape of a column says that its slots have names.</summary>
    public static bool HasSlotNames(SchemaShape.Column column) => column.Annotations is { } annotations && annotations.Any(
        kind => kind.Name == SlotNames && kind.Kind == SchemaShape.Column.VectorKind.Vector && kind.ItemType is TextDataViewType);

    /// <summary>The names of a column's slots, null where there are none.</summary>
    public static string[]? ReadSlotNames(DataViewSchema.Column column)
    {
        if (!column.HasSlotNames())
            return null;
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    /// <summary>The names <c>Hidden.0</c>, <c>Hidden.1</c> and so on.</summary>
    public static string[] Numbered(string columnName, int count) =>
        [.. Enumerable.Range(0, count).Select(slot => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{columnName}.{slot}"))];

    private static void AddText(DataViewSchema.Annotations.Builder builder, string kind, IReadOnlyList<string> texts)
    {
        var values = texts.Select(text => text.AsMemory()).ToArray();
        ValueGetter<VBuffer<ReadOnlyMemory<char>>> getter = (ref VBuffer<ReadOnlyMemory<char>> value) =>
        {
            VBufferEditor<ReadOnlyMemory<char>> editor = VBufferEditor.Create(ref value, values.Length);
            values.CopyTo(editor.Values);
            value = editor.Commit();
        };
        builder.Add(kind, new VectorDataViewType(TextDataViewType.Instance, values.Length), getter);
    }
}
