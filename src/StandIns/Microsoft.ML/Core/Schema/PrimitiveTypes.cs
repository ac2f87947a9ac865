namespace Microsoft.ML.Data;

/// <summary>Which primitive type goes with which .NET type and data kind.</summary>
internal static class PrimitiveTypes
{
    /// <summary>The primitive type of values of a .NET type (text for string), or null.</summary>
    public static PrimitiveDataViewType OrNull(Type type)
    {
        if (type == typeof(string) || type == typeof(ReadOnlyMemory<char>))
            return TextDataViewType.Instance;
        if (type == typeof(bool))
            return BooleanDataViewType.Instance;
        if (type == typeof(TimeSpan))
            return TimeSpanDataViewType.Instance;
        if (type == typeof(DateTime))
            return DateTimeDataViewType.Instance;
        if (type == typeof(DateTimeOffset))
            return DateTimeOffsetDataViewType.Instance;
        if (type == typeof(DataViewRowId))
            return RowIdDataViewType.Instance;
        return NumberOrNull(type);
    }

    /// <summary>The primitive type of a kind.</summary>
    public static PrimitiveDataViewType Of(DataKind kind) => kind switch
    {
        DataKind.SByte => NumberDataViewType.SByte,
        DataKind.Byte => NumberDataViewType.Byte,
        DataKind.Int16 => NumberDataViewType.Int16,
        DataKind.UInt16 => NumberDataViewType.UInt16,
        DataKind.Int32 => NumberDataViewType.Int32,
        DataKind.UInt32 => NumberDataViewType.UInt32,
        DataKind.Int64 => NumberDataViewType.Int64,
        DataKind.UInt64 => NumberDataViewType.UInt64,
        DataKind.Single => NumberDataViewType.Single,
        DataKind.Double => NumberDataViewType.Double,
        DataKind.String => TextDataViewType.Instance,
        DataKind.Boolean => BooleanDataViewType.Instance,
        DataKind.TimeSpan => TimeSpanDataViewType.Instance,
        DataKind.DateTime => DateTimeDataViewType.Instance,
        DataKind.DateTimeOffset => DateTimeOffsetDataViewType.Instance,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), $"There is no data kind {kind}."),
    };

    /// <summary>The kind of a .NET type, or null.</summary>
    public static DataKind? KindOrNull(Type type)
    {
        foreach (DataKind kind in Enum.GetValues<DataKind>())
        {
            if (Of(kind) == OrNull(type))
                return kind;
        }
        return null;
    }

    /// <summary>How many key values an unsigned type can hold.</summary>
    public static ulong MostKeys(Type type)
    {
        if (type == typeof(byte))
            return byte.MaxValue;
        if (type == typeof(ushort))
            return ushort.MaxValue;
        return type == typeof(uint) ? uint.MaxValue : ulong.MaxValue;
    }

    /// <summary>The type itself, or that of the items of a vector.</summary>
    public static DataViewType ItemOf(DataViewType type) => type is VectorDataViewType vector ? vector.ItemType : type;

    private static NumberDataViewType NumberOrNull(Type type)
    {
        if (type == typeof(float))
            return NumberDataViewType.Single;
        if (type == typeof(double))
            return NumberDataViewType.Double;
        if (type == typeof(int))
            return NumberDataViewType.Int32;
        if (type == typeof(uint))
            return NumberDataViewType.UInt32;
        if (type == typeof(long))
            return NumberDataViewType.Int64;
        if (type == typeof(ulong))
            return NumberDataViewType.UInt64;
        if (type == typeof(short))
            return NumberDataViewType.Int16;
        if (type == typeof(ushort))
            return NumberDataViewType.UInt16;
        if (type == typeof(sbyte))
            return NumberDataViewType.SByte;
        return type == typeof(byte) ? NumberDataViewType.Byte : null;
    }
}
