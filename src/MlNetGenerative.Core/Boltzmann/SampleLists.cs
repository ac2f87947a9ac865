using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>For each unit, the samples in which it is not zero: the columns of a batch that <see cref="UnitLists"/> gives by rows.</summary>
/// <remarks>Lists are filled up to a multiple of four with a sample that the reader keeps at zero, so that loops have no remainder.</remarks>
internal sealed unsafe class SampleLists
{
    private readonly AlignedBuffer<int> _start;
    private readonly AlignedBuffer<int> _count;
    private readonly AlignedBuffer<int> _countOfFirst;
    private readonly int _units;
    private AlignedBuffer<ushort> _samples;
    private AlignedBuffer<float>? _values;

    /// <summary>Makes empty lists of a number of units.</summary>
    public SampleLists(int units, bool withValues)
    {
        _units = units;
        _start = new AlignedBuffer<int>(units + 1);
        _count = new AlignedBuffer<int>(units);
        _countOfFirst = new AlignedBuffer<int>(units);
        _samples = new AlignedBuffer<ushort>(0);
        _values = withValues ? new AlignedBuffer<float>(0) : null;
    }

    /// <summary>The samples, unit by unit.</summary>
    public ushort* Samples => _samples.Pointer;

    /// <summary>Their values, or null when each is 1.</summary>
    public float* Values => _values is null ? null : _values.Pointer;

    /// <summary>Where the list of a unit begins, and one more entry: where the last ends. Multiples of four.</summary>
    public int* Start => _start.Pointer;

    /// <summary>The length of a unit's list before it was filled up.</summary>
    public int* Count => _count.Pointer;

    /// <summary>How much of <see cref="Count"/> comes from the first batch.</summary>
    public int* CountOfFirst => _countOfFirst.Pointer;

    /// <summary>Transposes one or two batches; the samples of the second are numbered from <paramref name="firstOfSecond"/> on.</summary>
    /// <param name="first">A batch.</param>
    /// <param name="second">Another, or null.</param>
    /// <param name="firstOfSecond">The number of the second's first sample.</param>
    /// <param name="zeroSample">The sample that fills lists up.</param>
    public void Fill(UnitLists? first, UnitLists? second, int firstOfSecond, ushort zeroSample)
    {
        int* start = Start;
        int* count = Count;
        new Span<int>(count, _units).Clear();
        if (first is not null)
            CountUnits(first, count);
        _count.Span.CopyTo(_countOfFirst.Span);
        if (second is not null)
            CountUnits(second, count);

        int total = 0;
        for (int unit = 0; unit < _units; unit++)
        {
            start[unit] = total;
            total += (count[unit] + 3) & ~3;
        }
        start[_units] = total;
        if (total > _samples.Length)
        {
            _samples = new AlignedBuffer<ushort>(total * 3L / 2);
            if (_values is not null)
                _values = new AlignedBuffer<float>(total * 3L / 2);
        }

        // While lists are written, Start runs from the beginning of each to its end; afterwards it is set back.
        if (first is not null)
            Scatter(first, start, 0);
        if (second is not null)
            Scatter(second, start, firstOfSecond);
        ushort* samples = Samples;
        for (int unit = 0; unit < _units; unit++)
        {
            int end = start[unit];
            int padded = (count[unit] + 3) & ~3;
            int begin = end - count[unit];
            for (; end < begin + padded; end++)
            {
                samples[end] = zeroSample;
                if (_values is not null)
                    Values[end] = 0;
            }
            start[unit] = begin;
        }
    }

    private static void CountUnits(UnitLists batch, int* count)
    {
        for (int sample = 0; sample < batch.Samples; sample++)
        {
            int* indices = batch.Indices + batch.Start[sample];
            int length = batch.Count[sample];
            for (int i = 0; i < length; i++)
                count[indices[i]]++;
        }
    }

    private void Scatter(UnitLists batch, int* next, int firstSample)
    {
        ushort* samples = Samples;
        float* values = Values;
        for (int sample = 0; sample < batch.Samples; sample++)
        {
            int* indices = batch.Indices + batch.Start[sample];
            int length = batch.Count[sample];
            ushort number = (ushort)(firstSample + sample);
            if (values is null)
            {
                for (int i = 0; i < length; i++)
                    samples[next[indices[i]]++] = number;
                continue;
            }
            float* sampleValues = batch.Values + batch.Start[sample];
            for (int i = 0; i < length; i++)
            {
                int position = next[indices[i]]++;
                samples[position] = number;
                values[position] = batch.Values is null ? 1 : sampleValues[i];
            }
        }
    }
}
