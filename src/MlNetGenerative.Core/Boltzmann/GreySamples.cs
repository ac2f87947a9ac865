using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>For each unit, the samples in which it is not zero, with its values: the columns of a batch that <see cref="UnitLists"/> gives
/// by rows.</summary>
internal sealed unsafe class GreySamples
{
    private readonly AlignedBuffer<int> _start;
    private readonly AlignedBuffer<int> _next;
    private readonly int _units;
    private AlignedBuffer<int> _samples = new(0);
    private AlignedBuffer<float> _values = new(0);

    /// <summary>Makes empty lists of a number of units.</summary>
    public GreySamples(int units)
    {
        _units = units;
        _start = new AlignedBuffer<int>(units + 1);
        _next = new AlignedBuffer<int>(units);
    }

    /// <summary>The samples, unit by unit.</summary>
    public int* Samples => _samples.Pointer;

    /// <summary>Their values.</summary>
    public float* Values => _values.Pointer;

    /// <summary>Where the list of a unit begins, and one more entry: where the last ends.</summary>
    public int* Start => _start.Pointer;

    /// <summary>Transposes a batch that has values.</summary>
    public void Fill(UnitLists rows)
    {
        int* start = Start;
        int* next = _next.Pointer;
        new Span<int>(next, _units).Clear();
        for (int row = 0; row < rows.Samples; row++)
        {
            int* indices = rows.Indices + rows.Start[row];
            for (int i = 0; i < rows.Count[row]; i++)
                next[indices[i]]++;
        }
        int total = 0;
        for (int unit = 0; unit < _units; unit++)
        {
            start[unit] = total;
            total += next[unit];
            next[unit] = start[unit];
        }
        start[_units] = total;
        if (total > _samples.Length)
        {
            _samples = new AlignedBuffer<int>(total * 3L / 2);
            _values = new AlignedBuffer<float>(total * 3L / 2);
        }

        int* samples = Samples;
        float* values = Values;
        for (int row = 0; row < rows.Samples; row++)
        {
            int* indices = rows.Indices + rows.Start[row];
            float* rowValues = rows.Values + rows.Start[row];
            int count = rows.Count[row];
            for (int i = 0; i < count; i++)
            {
                int position = next[indices[i]]++;
                samples[position] = row;
                values[position] = rowValues[i];
            }
        }
    }
}
