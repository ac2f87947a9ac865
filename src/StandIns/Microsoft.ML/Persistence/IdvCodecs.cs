using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Which codec writes which type, and which codec name stands for what.</summary>
internal static class IdvCodecs
{
    private const string KeyName = "Key2";
    private const string VectorName = "VBuffer";

    /// <summary>The codec of a type, or null when values of the type cannot be saved.</summary>
    public static IdvCodec OrNull(DataViewType type) => type switch
    {
        KeyDataViewType key => key.RawType == typeof(byte) ? Key<byte>(key)
            : key.RawType == typeof(ushort) ? Key<ushort>(key)
            : key.RawType == typeof(uint) ? Key<uint>(key)
            : Key<ulong>(key),
        VectorDataViewType vector => OrNull(vector.ItemType) is { } item
            ? (IdvCodec)GenericCall.Invoke(typeof(IdvCodecs), nameof(Vector), vector.ItemType.RawType, vector, item)
            : null,
        _ => Primitive(NameOf(type)),
    };

    /// <summary>Reads the parameters of a named codec; null when the name is not known.</summary>
    public static IdvCodec Read(string name, BinaryReader reader)
    {
        switch (name)
        {
            case KeyName:
                IdvCodec number = IdvCodec.ReadDefinition(reader);
                ulong count = reader.ReadUInt64();
                IdvBytes.Check(number != null && KeyDataViewType.IsValidDataType(number.Type.RawType), "a key is not stored in an unsigned number");
                IdvBytes.Check(count > 0 && count <= PrimitiveTypes.MostKeys(number.Type.RawType), $"a key of {count} values does not fit into {number.Type}");
                return OrNull(new KeyDataViewType(number.Type.RawType, count));
            case VectorName:
                IdvCodec item = IdvCodec.ReadDefinition(reader);
                IdvBytes.Check(item is { Type: PrimitiveDataViewType }, "a vector's items are not primitive values");
                var dimensions = new int[IdvBytes.CheckCount(reader, reader.ReadInt32(), sizeof(int))];
                for (int i = 0; i < dimensions.Length; i++)
                    dimensions[i] = reader.ReadInt32();
                IdvBytes.Check(dimensions.Length > 0 && dimensions.All(dimension => dimension >= 0)
                    && dimensions.Aggregate((Int128)1, (size, dimension) => Int128.Min(size * dimension, int.MaxValue + 1L)) <= int.MaxValue,
                    $"a vector has the dimensions {string.Join(" x ", dimensions)}");
                return OrNull(new VectorDataViewType((PrimitiveDataViewType)item.Type, dimensions));
            default:
                return Primitive(name);
        }
    }

    private static IdvCodec Key<T>(KeyDataViewType type) where T : unmanaged
        => new IdvKeyCodec<T>(KeyName, type, (IdvCodec<T>)OrNull(PrimitiveTypes.OrNull(typeof(T))));

    private static IdvCodec Vector<T>(VectorDataViewType type, IdvCodec item)
        => new IdvVectorCodec<T>(VectorName, type, (IdvCodec<T>)item);

    private static string NameOf(DataViewType type) => type switch
    {
        NumberDataViewType => type.RawType.Name,
        TextDataViewType => "TextSpan",
        BooleanDataViewType => "Boolean",
        TimeSpanDataViewType => "TimeSpan",
        DateTimeDataViewType => "DateTime",
        DateTimeOffsetDataViewType => "DateTimeOffset",
        RowIdDataViewType => "DataViewRowId",
        _ => null,
    };

    private static IdvCodec Primitive(string name) => name switch
    {
        nameof(SByte) => new IdvNumberCodec<sbyte>(name, NumberDataViewType.SByte),
        nameof(Byte) => new IdvNumberCodec<byte>(name, NumberDataViewType.Byte),
        nameof(Int16) => new IdvNumberCodec<short>(name, NumberDataViewType.Int16),
        nameof(UInt16) => new IdvNumberCodec<ushort>(name, NumberDataViewType.UInt16),
        nameof(Int32) => new IdvNumberCodec<int>(name, NumberDataViewType.Int32),
        nameof(UInt32) => new IdvNumberCodec<uint>(name, NumberDataViewType.UInt32),
        nameof(Int64) => new IdvNumberCodec<long>(name, NumberDataViewType.Int64),
        nameof(UInt64) => new IdvNumberCodec<ulong>(name, NumberDataViewType.UInt64),
        nameof(Single) => new IdvNumberCodec<float>(name, NumberDataViewType.Single),
        nameof(Double) => new IdvNumberCodec<double>(name, NumberDataViewType.Double),
        nameof(DataViewRowId) => new IdvNumberCodec<DataViewRowId>(name, RowIdDataViewType.Instance),
        nameof(Boolean) => new IdvBooleanCodec(name),
        "TextSpan" => new IdvTextCodec(name),
        nameof(TimeSpan) => new IdvTicksCodec<TimeSpan>(name, TimeSpanDataViewType.Instance, time => time.Ticks, ticks => new TimeSpan(ticks)),
        nameof(DateTime) => new IdvTicksCodec<DateTime>(name, DateTimeDataViewType.Instance, time => time.Ticks, ticks => new DateTime(ticks)),
        nameof(DateTimeOffset) => new IdvDateTimeOffsetCodec(name),
        _ => null,
    };
}
