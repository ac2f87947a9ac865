using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>For each two neighbouring units, the samples in which at least one is not zero, with the values of both: the columns of a batch
/// that <see cref="UnitLists"/> gives by rows.</summary>
/// <remarks>Neighbouring pixels are alike: 784 units have 8500 entries in a batch of digits instead of 15000, and what an entry stands for
/// is read once for both units.</remarks>
internal sealed unsafe class GreySamples
{
    /// <summary>Each list is filled up with zeros to a multiple of this.</summary>
    public const int ListStep = 2;

    private readonly int _neighbours;
    private readonly AlignedBuffer<int> _start;
    private readonly AlignedBuffer<int> _next;
    private readonly AlignedBuffer<int> _count;
    private readonly AlignedBuffer<double> _sums;
    private AlignedBuffer<int> _rows = new(0);
    private AlignedBuffer<ulong> _values = new(0);
    private EntriesByRow _byRow = new(0, 0);

    /// <summary>Makes empty lists of a number of units.</summary>
    public GreySamples(int units)
    {
        _neighbours = (units + 1) / 2;
        _start = new AlignedBuffer<int>(_neighbours);
        _count = new AlignedBuffer<int>(_neighbours);
        _next = new AlignedBuffer<int>(_neighbours);
        _sums = new AlignedBuffer<double>(2L * _neighbours);
    }

    /// <summary>Where the rows of the samples begin in a panel, in bytes.</summary>
    public int* Rows => _rows.Pointer;

    /// <summary>The values, two for each entry of <see cref="Rows"/>: of the first unit and of the second.</summary>
    public float* Values => (float*)_values.Pointer;

    /// <summary>Where the list of units 2 i and 2 i + 1 begins.</summary>
    public int* Start => _start.Pointer;

    /// <summary>The length of a list, a multiple of <see cref="ListStep"/>.</summary>
    public int* Count => _count.Pointer;

    /// <summary>The sum of each unit's values.</summary>
    public double* Sums => _sums.Pointer;

    /// <summary>Makes room for a batch.</summary>
    public void Reserve(UnitLists rows)
    {
        long total = (long)(ListStep - 1) * _neighbours + (long)EntriesByRow.Slack * (2 * _neighbours / PanelMatrix.PanelWidth + 1);
        for (int row = 0; row < rows.Samples; row++)
            total += rows.Count[row];
        if (total <= _rows.Length)
            return;
        total = total * 3 / 2;
        _rows = new AlignedBuffer<int>(total);
        _values = new AlignedBuffer<ulong>(total);
        _byRow = new EntriesByRow(total, 2 * _neighbours);
    }

    /// <summary>Transposes a batch that has values and that room was made for; only units in [fromUnit, toUnit).</summary>
    /// <param name="rows">The batch.</param>
    /// <param name="fromUnit">The first unit, the first of its panel.</param>
    /// <param name="toUnit">The unit behind the last, the first of a panel or the last of all.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fill(UnitLists rows, int fromUnit, int toUnit)
    {
        (int from, int to) = _byRow.Fill(rows, fromUnit, toUnit);
        int* neighboursOfEntries = _byRow.Neighbours;
        int* rowsOfEntries = _byRow.Rows;
        ulong* valuesOfEntries = _byRow.Values;
        int first = fromUnit / 2, end = (toUnit + 1) / 2;
        int* next = _next.Pointer;
        double* sums = Sums;
        new Span<int>(next + first, end - first).Clear();
        new Span<double>(sums + 2 * first, 2 * (end - first)).Clear();
        for (nint i = from; i < to; i++)
        {
            nint neighbours = neighboursOfEntries[i];
            next[neighbours]++;
            Vector128<double> values = Vector128.WidenLower(Vector128.CreateScalarUnsafe(valuesOfEntries[i]).AsSingle());
            (Vector128.Load(sums + 2 * neighbours) + values).Store(sums + 2 * neighbours);
        }

        int* lists = Rows;
        ulong* listValues = _values.Pointer;
        int total = from + (ListStep - 1) * first;
        for (int neighbours = first; neighbours < end; neighbours++)
        {
            int start = total, count = next[neighbours];
            next[neighbours] = total;
            for (total += count; (total - start) % ListStep != 0; total++)
            {
                lists[total] = 0;
                listValues[total] = 0;
            }
            Start[neighbours] = start;
            Count[neighbours] = total - start;
        }
        for (nint i = from; i < to; i++)
        {
            int position = next[neighboursOfEntries[i]]++;
            lists[position] = rowsOfEntries[i];
            listValues[position] = valuesOfEntries[i];
        }
    }

    /// <summary>Adds to each unit's sum that of its values times numbers that samples have.</summary>
    /// <param name="numbers">A number for each sample.</param>
    /// <param name="sums">The sums, by unit; an odd number of units has room for one more.</param>
    /// <param name="fromUnit">The first unit, even.</param>
    /// <param name="toUnit">The unit behind the last.</param>
    public void AddProducts(float* numbers, double* sums, int fromUnit, int toUnit)
    {
        for (int neighbours = fromUnit / 2; 2 * neighbours < toUnit; neighbours++)
        {
            for (int i = Start[neighbours]; i < Start[neighbours] + Count[neighbours]; i++)
            {
                double number = numbers[Rows[i] / BitPairs.RowBytes];
                sums[2 * neighbours] += Values[2 * i] * number;
                sums[2 * neighbours + 1] += Values[2 * i + 1] * number;
            }
        }
    }
}
