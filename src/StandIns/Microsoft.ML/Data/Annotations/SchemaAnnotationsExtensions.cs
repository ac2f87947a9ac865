namespace Microsoft.ML.Data;

/// <summary>Reads the annotations that components know.</summary>
public static class SchemaAnnotationsExtensions
{
    /// <summary>Whether the column is a vector of known size with a name for each slot.</summary>
    public static bool HasSlotNames(this DataViewSchema.Column column)
        => column.Type is VectorDataViewType { IsKnownSize: true } type
            && HasVector(column, AnnotationUtils.Kinds.SlotNames, TextDataViewType.Instance, (ulong)type.Size);

    /// <summary>The names of the slots.</summary>
    public static void GetSlotNames(this DataViewSchema.Column column, ref VBuffer<ReadOnlyMemory<char>> slotNames)
        => column.Annotations.GetValue(AnnotationUtils.Kinds.SlotNames, ref slotNames);

    /// <summary>Whether the column is a key, or a vector of keys, with a value of the given type (default text) for each.</summary>
    public static bool HasKeyValues(this DataViewSchema.Column column, PrimitiveDataViewType keyValueItemType = null)
        => PrimitiveTypes.ItemOf(column.Type) is KeyDataViewType key
            && HasVector(column, AnnotationUtils.Kinds.KeyValues, keyValueItemType ?? TextDataViewType.Instance, key.Count);

    /// <summary>The values that the keys stand for, the first one for key 1.</summary>
    public static void GetKeyValues<TValue>(this DataViewSchema.Column column, ref VBuffer<TValue> keyValues)
        => column.Annotations.GetValue(AnnotationUtils.Kinds.KeyValues, ref keyValues);

    /// <summary>Whether the column says that its values are normalized.</summary>
    public static bool IsNormalized(this DataViewSchema.Column column)
    {
        DataViewSchema.Column? annotation = column.Annotations.Schema.GetColumnOrNull(AnnotationUtils.Kinds.IsNormalized);
        if (annotation?.Type is not BooleanDataViewType)
            return false;
        bool value = false;
        column.Annotations.GetValue(AnnotationUtils.Kinds.IsNormalized, ref value);
        return value;
    }

    private static bool HasVector(DataViewSchema.Column column, string kind, PrimitiveDataViewType itemType, ulong size)
        => column.Annotations.Schema.GetColumnOrNull(kind)?.Type is VectorDataViewType vector
            && (ulong)vector.Size == size
            && vector.ItemType.Equals(itemType);
}
