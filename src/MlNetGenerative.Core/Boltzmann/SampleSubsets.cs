using System.Numerics;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>For each unit, the samples in which it is on, as a list of subsets of four samples (see <see cref="SubsetSums"/>).</summary>
internal sealed unsafe class SampleSubsets
{
    private readonly int _words;
    private readonly AlignedBuffer<uint> _bits;
    private readonly AlignedBuffer<int> _lists;
    private readonly AlignedBuffer<int> _count;

    /// <summary>Makes empty lists.</summary>
    /// <param name="units">The number of units.</param>
    /// <param name="samples">The largest number of samples.</param>
    public SampleSubsets(int units, int samples)
    {
        _words = (samples + 31) / 32;
        _bits = new AlignedBuffer<uint>((long)units * _words);
        _lists = new AlignedBuffer<int>((long)units * SubsetSums.ListCapacity(_words));
        _count = new AlignedBuffer<int>(units);
    }

    /// <summary>The lists.</summary>
    public int* Lists => _lists.Pointer;

    /// <summary>The distance of the lists of two units.</summary>
    public int Capacity => SubsetSums.ListCapacity(_words);

    /// <summary>The lengths of the lists, each a multiple of four.</summary>
    public int* Count => _count.Pointer;

    /// <summary>Takes all samples away from units in [fromUnit, toUnit).</summary>
    public void Clear(int fromUnit, int toUnit) => _bits.Span[(fromUnit * _words)..(toUnit * _words)].Clear();

    /// <summary>Adds samples, whose units are 1 or 0, to units in [fromUnit, toUnit).</summary>
    /// <param name="rows">The samples.</param>
    /// <param name="firstSample">The number of the first.</param>
    /// <param name="fromUnit">The first unit.</param>
    /// <param name="toUnit">The unit behind the last.</param>
    public void Add(UnitLists rows, int firstSample, int fromUnit, int toUnit)
    {
        uint* bits = _bits.Pointer;
        int words = _words;
        for (int row = 0; row < rows.Samples; row++)
        {
            (int from, int to) = rows.Find(row, fromUnit, toUnit);
            int* indices = rows.Indices;
            int sample = firstSample + row;
            uint bit = 1u << (sample % 32);
            uint* word = bits + sample / 32;
            for (int i = from; i < to; i++)
                word[(nint)indices[i] * words] |= bit;
        }
    }

    /// <summary>Makes the lists of units in [fromUnit, toUnit).</summary>
    public void Finish(int fromUnit, int toUnit)
    {
        for (int unit = fromUnit; unit < toUnit; unit++)
            Count[unit] = SubsetSums.List(_bits.Pointer + (nint)unit * _words, 1, _words, Lists + (nint)unit * Capacity);
    }

    /// <summary>In how many samples in [from, to) a unit is on.</summary>
    public int CountOn(int unit, int from, int to) => CountBelow(unit, to) - CountBelow(unit, from);

    private int CountBelow(int unit, int sample)
    {
        uint* bits = _bits.Pointer + (nint)unit * _words;
        int count = 0;
        int word = 0;
        for (; word < sample / 32; word++)
            count += BitOperations.PopCount(bits[word]);
        if (sample % 32 != 0)
            count += BitOperations.PopCount(bits[word] & ((1u << (sample % 32)) - 1));
        return count;
    }
}
