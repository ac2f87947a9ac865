using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>For each sample of a batch, the units that are not zero: sample s has Count[s] units from Indices[Start[s]] on.</summary>
internal sealed unsafe class UnitLists
{
    private AlignedBuffer<int> _indices;
    private AlignedBuffer<float>? _values;
    private readonly AlignedBuffer<int> _start;
    private readonly AlignedBuffer<int> _count;
    private int _used;

    /// <summary>Makes empty lists.</summary>
    /// <param name="samples">The largest number of samples.</param>
    /// <param name="capacity">Room for this many units in all; <see cref="Append"/> makes more when needed.</param>
    /// <param name="withValues">Whether units have values; without, each is 1.</param>
    public UnitLists(int samples, long capacity, bool withValues)
    {
        _start = new AlignedBuffer<int>(samples);
        _count = new AlignedBuffer<int>(samples);
        _indices = new AlignedBuffer<int>(capacity);
        _values = withValues ? new AlignedBuffer<float>(capacity) : null;
    }

    /// <summary>The units.</summary>
    public int* Indices => _indices.Pointer;

    /// <summary>Their values, or null when each is 1.</summary>
    public float* Values => _values is null ? null : _values.Pointer;

    /// <summary>Where the list of a sample begins.</summary>
    public int* Start => _start.Pointer;

    /// <summary>The length of a sample's list.</summary>
    public int* Count => _count.Pointer;

    /// <summary>The number of samples.</summary>
    public int Samples { get; private set; }

    /// <summary>Takes all samples away.</summary>
    public void Clear()
    {
        Samples = 0;
        _used = 0;
    }

    /// <summary>Adds a sample whose units the caller writes, and returns where; at most <paramref name="capacity"/> of them.</summary>
    /// <remarks>Finished by <see cref="EndSample"/>.</remarks>
    public int BeginSample(int capacity)
    {
        if (_used + capacity > _indices.Length)
            Grow(_used + (long)capacity);
        Start[Samples] = _used;
        return _used;
    }

    /// <summary>Says how many units were written since <see cref="BeginSample"/>.</summary>
    public void EndSample(int count)
    {
        Count[Samples++] = count;
        _used += count;
    }

    /// <summary>Adds a sample.</summary>
    public void Append(ReadOnlySpan<int> indices, ReadOnlySpan<float> values)
    {
        int start = BeginSample(indices.Length);
        indices.CopyTo(new Span<int>(Indices + start, indices.Length));
        if (_values is not null)
            values.CopyTo(new Span<float>(Values + start, values.Length));
        EndSample(indices.Length);
    }

    /// <summary>Lays the lists out with one fixed capacity each, so that samples can be written in any order.</summary>
    /// <param name="samples">The number of samples.</param>
    /// <param name="capacity">The capacity of each list.</param>
    public void SetFixedCapacity(int samples, int capacity)
    {
        Samples = samples;
        for (int sample = 0; sample < samples; sample++)
            Start[sample] = sample * capacity;
    }

    /// <summary>Finds a sample's units in [fromUnit, toUnit); its list must be ascending.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="fromUnit">The first unit.</param>
    /// <param name="toUnit">The unit behind the last.</param>
    /// <returns>Where in <see cref="Indices"/> they begin and end.</returns>
    public (int From, int To) Find(int sample, int fromUnit, int toUnit)
    {
        var list = new ReadOnlySpan<int>(Indices + Start[sample], Count[sample]);
        int start = Start[sample];
        return (start + CountBelow(list, fromUnit), start + CountBelow(list, toUnit));
    }

    private static int CountBelow(ReadOnlySpan<int> list, int unit)
    {
        if (list.IsEmpty || unit <= list[0])
            return 0;
        if (unit > list[^1])
            return list.Length;
        int place = list.BinarySearch(unit);
        return place < 0 ? ~place : place;
    }

    private void Grow(long needed)
    {
        long capacity = Math.Max(needed, _indices.Length * 2);
        var indices = new AlignedBuffer<int>(capacity);
        _indices.Span[.._used].CopyTo(indices.Span);
        _indices = indices;
        if (_values is not null)
        {
            var values = new AlignedBuffer<float>(capacity);
            _values.Span[.._used].CopyTo(values.Span);
            _values = values;
        }
    }
}
