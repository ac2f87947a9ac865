using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A number in [0, 1) for each row: a hash of the row's identity, or of the value of its sampling key.</summary>
internal sealed class RowFraction
{
    private readonly DataViewSchema.Column? _key;
    private readonly int _seed;

    private RowFraction(DataViewSchema.Column? key, int seed)
    {
        _key = key;
        _seed = seed;
    }

    public static RowFraction Of(IDataView data, string samplingKeyColumnName, int seed)
    {
        if (samplingKeyColumnName == null)
            return new RowFraction(null, seed);
        DataViewSchema.Column key = data.Schema.GetColumnOrNull(samplingKeyColumnName)
            ?? throw Contracts.ExceptSchemaMismatch(nameof(samplingKeyColumnName), "SamplingKeyColumn", samplingKeyColumnName);
        Contracts.CheckParam(key.Type is PrimitiveDataViewType, nameof(samplingKeyColumnName),
            $"The sampling key column '{key.Name}' must hold single values, but it is of type {key.Type}.");
        return new RowFraction(key, seed);
    }

    /// <summary>The columns that the number is computed from.</summary>
    public IEnumerable<DataViewSchema.Column> Columns => _key is DataViewSchema.Column key ? [key] : [];

    /// <summary>The number of the current row.</summary>
    public Func<double> Make(DataViewRow row)
    {
        if (_key is DataViewSchema.Column key)
            return (Func<double>)GenericCall.Invoke(this, nameof(OfValue), key.Type.RawType, row, key);
        ValueGetter<DataViewRowId> get = row.GetIdGetter();
        return () =>
        {
            DataViewRowId id = default;
            get(ref id);
            return ToUnit(id);
        };
    }

    private Func<double> OfValue<T>(DataViewRow row, DataViewSchema.Column key)
    {
        ValueGetter<T> get = row.GetGetter<T>(key);
        return () =>
        {
            T value = default;
            get(ref value);
            return ToUnit(Hash(value));
        };
    }

    private static DataViewRowId Hash<T>(T value)
    {
        var id = new DataViewRowId(0, 0);
        if (value is ReadOnlyMemory<char> text)
        {
            foreach (char c in text.Span)
                id = id.Combine(new DataViewRowId(c, 0));
            return id;
        }
        // Within one run, equal values must only be equal; numbers and dates also hash the same from run to run.
        return id.Combine(new DataViewRowId(unchecked((ulong)value.GetHashCode()), 0));
    }

    private double ToUnit(DataViewRowId id)
        => (id.Combine(new DataViewRowId((uint)_seed, 1)).Low >> 11) * (1.0 / (1UL << 53));
}
