using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>The smallest and the largest value of each slot of a column; missing values (NaN) are passed over.</summary>
internal sealed class SlotRanges
{
    private readonly long[] _stored;
    private long _rows;

    public SlotRanges(int size)
    {
        Minimum = new double[size];
        Maximum = new double[size];
        _stored = new long[size];
        Array.Fill(Minimum, double.PositiveInfinity);
        Array.Fill(Maximum, double.NegativeInfinity);
    }

    public double[] Minimum { get; }

    public double[] Maximum { get; }

    /// <summary>Reads the current row of the cursor each time it is called.</summary>
    public Action MakeReader(DataViewRow row, DataViewSchema.Column column)
    {
        bool isDouble = PrimitiveTypes.ItemOf(column.Type) == NumberDataViewType.Double;
        if (column.Type is VectorDataViewType)
            return isDouble ? Vectors(row.GetGetter<VBuffer<double>>(column), value => value) : Vectors(row.GetGetter<VBuffer<float>>(column), value => value);
        return isDouble ? Scalars(row.GetGetter<double>(column), value => value) : Scalars(row.GetGetter<float>(column), value => value);
    }

    private Action Scalars<T>(ValueGetter<T> getter, Func<T, double> convert)
    {
        T value = default;
        return () =>
        {
            getter(ref value);
            _rows++;
            Add(0, convert(value));
        };
    }

    private Action Vectors<T>(ValueGetter<VBuffer<T>> getter, Func<T, double> convert)
    {
        VBuffer<T> vector = default;
        return () =>
        {
            getter(ref vector);
            _rows++;
            ReadOnlySpan<T> values = vector.GetValues();
            ReadOnlySpan<int> indices = vector.GetIndices();
            for (int k = 0; k < values.Length; k++)
                Add(vector.IsDense ? k : indices[k], convert(values[k]));
        };
    }

    private void Add(int slot, double value)
    {
        _stored[slot]++;
        if (double.IsNaN(value))
            return;
        Minimum[slot] = Math.Min(Minimum[slot], value);
        Maximum[slot] = Math.Max(Maximum[slot], value);
    }

    /// <summary>Takes the zeros into account that sparse rows did not store.</summary>
    public void Finish()
    {
        for (int slot = 0; slot < _stored.Length; slot++)
        {
            if (_stored[slot] >= _rows)
                continue;
            Minimum[slot] = Math.Min(Minimum[slot], 0);
            Maximum[slot] = Math.Max(Maximum[slot], 0);
        }
    }
}
