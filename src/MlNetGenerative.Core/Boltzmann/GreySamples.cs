using System.Runtime.Intrinsics;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>For each unit, the samples in which it is not zero, with its values: the columns of a batch that <see cref="UnitLists"/> gives
/// by rows.</summary>
internal sealed unsafe class GreySamples
{
    private const int MostFilling = SubsetSums.GroupSize - 1;

    private readonly int _units;
    private readonly AlignedBuffer<int> _start;
    private readonly AlignedBuffer<int> _next;
    private readonly AlignedBuffer<int> _count;
    private AlignedBuffer<int> _samples = new(0);
    private AlignedBuffer<float> _values = new(0);

    /// <summary>Makes empty lists of a number of units.</summary>
    public GreySamples(int units)
    {
        _units = units;
        _start = new AlignedBuffer<int>(units);
        _count = new AlignedBuffer<int>(units);
        _next = new AlignedBuffer<int>(units);
    }

    /// <summary>The samples, unit by unit.</summary>
    public int* Samples => _samples.Pointer;

    /// <summary>Their values.</summary>
    public float* Values => _values.Pointer;

    /// <summary>Where the list of a unit begins.</summary>
    public int* Start => _start.Pointer;

    /// <summary>The length of a unit's list, filled up to a multiple of four with zeros.</summary>
    public int* Count => _count.Pointer;

    /// <summary>The sum of a unit's values.</summary>
    public double SumOf(int unit)
    {
        Vector256<double> sum = default;
        float* value = Values + Start[unit];
        for (float* end = value + Count[unit]; value < end; value += SubsetSums.GroupSize)
        {
            Vector128<float> four = Vector128.Load(value);
            sum += Vector256.Create(Vector128.WidenLower(four), Vector128.WidenUpper(four));
        }
        return Vector256.Sum(sum);
    }

    /// <summary>Makes room for a batch.</summary>
    public void Reserve(UnitLists rows)
    {
        long total = (long)MostFilling * _units;
        for (int row = 0; row < rows.Samples; row++)
            total += rows.Count[row];
        if (total <= _samples.Length)
            return;
        _samples = new AlignedBuffer<int>(total * 3 / 2);
        _values = new AlignedBuffer<float>(total * 3 / 2);
    }

    /// <summary>Transposes a batch that has values and that room was made for; only units in [fromUnit, toUnit).</summary>
    public void Fill(UnitLists rows, int fromUnit, int toUnit)
    {
        int* start = Start;
        int* next = _next.Pointer;
        new Span<int>(next + fromUnit, toUnit - fromUnit).Clear();
        int* units = rows.Indices;
        float* valuesOfRows = rows.Values;
        int total = MostFilling * fromUnit;
        for (int row = 0; row < rows.Samples; row++)
        {
            (int from, int to) = rows.Find(row, fromUnit, toUnit);
            total += from - rows.Start[row];
            for (int i = from; i < to; i++)
                next[units[i]]++;
        }
        int* samples = Samples;
        float* values = Values;
        for (int unit = fromUnit; unit < toUnit; unit++)
        {
            start[unit] = total;
            int end = total + next[unit];
            next[unit] = total;
            for (total = end; (total - start[unit]) % SubsetSums.GroupSize != 0; total++)
            {
                samples[total] = 0;
                values[total] = 0;
            }
            Count[unit] = total - start[unit];
        }
        for (int row = 0; row < rows.Samples; row++)
        {
            (int from, int to) = rows.Find(row, fromUnit, toUnit);
            for (int i = from; i < to; i++)
            {
                int position = next[units[i]]++;
                samples[position] = row;
                values[position] = valuesOfRows[i];
            }
        }
    }
}
