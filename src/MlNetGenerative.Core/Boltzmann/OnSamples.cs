using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>For each two neighbouring visible units, the samples of data and model in which both are on, the first alone, and the second
/// alone: three lists of rows, see <see cref="SamplePairs"/>.</summary>
/// <remarks>What both have in common is added up once: neighbouring pixels are alike, and 784 units have 8300 rows in a batch of digits
/// instead of 12000. The lists of a panel of units follow each other without gaps: with a fixed distance an update takes 15 us
/// more.</remarks>
internal sealed unsafe class OnSamples
{
    /// <summary>The lists of two neighbouring units.</summary>
    public const int ListsOfNeighbours = 3;

    /// <summary>The lists of a panel.</summary>
    public const int ListsOfPanel = PanelMatrix.PanelWidth / 2 * ListsOfNeighbours;

    /// <summary>Each list is filled up with rows of zeros to a multiple of this.</summary>
    public const int ListStep = 2;

    private readonly bool _withData;
    private readonly int _samples;
    private readonly int _words;
    private readonly int _panelCapacity;
    private readonly AlignedBuffer<uint> _bits;
    private readonly AlignedBuffer<int> _lists;
    private readonly AlignedBuffer<int> _count;
    private readonly AlignedBuffer<int> _on;

    /// <summary>Makes empty lists.</summary>
    /// <param name="units">The number of units.</param>
    /// <param name="samples">The largest number of samples of data, and that of the model.</param>
    /// <param name="withData">Whether samples of data take part.</param>
    public OnSamples(int units, int samples, bool withData)
    {
        _withData = withData;
        _samples = samples;
        _words = (Pairs(samples, samples).Count + BitPairs.Size - 1) / BitPairs.Size;

        // A pair of samples is in at most two of the three lists.
        _panelCapacity = PanelMatrix.PanelWidth / 2 * (2 * BitPairs.Size * _words + ListsOfNeighbours * (ListStep - 1)) + BitPairs.Slack;
        int panels = PanelMatrix.Pad(units) / PanelMatrix.PanelWidth;
        _bits = new AlignedBuffer<uint>((long)panels * PanelMatrix.PanelWidth * _words);
        _lists = new AlignedBuffer<int>((long)panels * _panelCapacity);
        _count = new AlignedBuffer<int>((long)panels * ListsOfPanel);
        _on = new AlignedBuffer<int>((long)panels * 2 * PanelMatrix.PanelWidth);
    }

    /// <summary>How samples form pairs.</summary>
    public SamplePairs Pairs(int dataRows, int modelRows) => new(_withData, _samples, dataRows, modelRows);

    /// <summary>The lists of a panel, one after the other; an entry is where a row begins, in bytes.</summary>
    public int* Lists(int panel) => _lists.Pointer + (nint)panel * _panelCapacity;

    /// <summary>The lengths of a panel's lists, each a multiple of <see cref="ListStep"/>.</summary>
    public int* Counts(int panel) => _count.Pointer + (nint)panel * ListsOfPanel;

    /// <summary>Makes the lists of the units of panels in [fromPanel, toPanel).</summary>
    /// <param name="data">The states of the data; null when they take no part.</param>
    /// <param name="dataRows">The number of rows of data.</param>
    /// <param name="model">The states of the model.</param>
    /// <param name="modelRows">The number of rows of the model.</param>
    /// <param name="fromPanel">The first panel.</param>
    /// <param name="toPanel">The panel behind the last.</param>
    public void Set(StateBits? data, int dataRows, StateBits model, int modelRows, int fromPanel, int toPanel)
    {
        SamplePairs pairs = Pairs(dataRows, modelRows);
        Vector128<int> rows = Vector128.Create(0, pairs.FirstRow, pairs.SecondRow, pairs.SumRow) * BitPairs.RowBytes;
        for (int panel = fromPanel; panel < toPanel; panel++)
        {
            uint* first = _withData ? data!.Words + (nint)panel * data.Rows : model.Words + (nint)panel * model.Rows;
            uint* second = model.Words + (nint)panel * model.Rows + (_withData ? 0 : pairs.FirstCount);
            uint* columns = _bits.Pointer + (nint)panel * PanelMatrix.PanelWidth * _words;
            for (int word = 0, row = 0; word < _words; word++, row += BitPairs.Size)
                BitPairs.OfRows(Rows(first, row, pairs.FirstCount), Rows(second, row, pairs.SecondCount), columns + word, _words);
            CountOn(columns, _on.Pointer + (nint)panel * 2 * PanelMatrix.PanelWidth);
            SetLists(panel, columns, rows, pairs.ZeroRow * BitPairs.RowBytes);
        }
    }

    /// <summary>In how many samples a unit is on, of data and of the model.</summary>
    public (int OfData, int OfModel) CountOn(int unit)
    {
        int* on = _on.Pointer + 2 * (nint)unit;
        return _withData ? (on[0], on[1]) : (0, on[0] + on[1]);
    }

    /// <summary>Adds numbers up that samples have: those of the samples in which a unit is on.</summary>
    /// <param name="numbers">A number for each row; rows of sums are filled by <see cref="AddPairs"/>.</param>
    /// <param name="sums">Receives the sums, by unit, for whole panels.</param>
    /// <param name="fromUnit">The first unit, the first of its panel.</param>
    /// <param name="toUnit">The unit behind the last.</param>
    public void Sum(float* numbers, double* sums, int fromUnit, int toUnit)
    {
        for (int panel = fromUnit / PanelMatrix.PanelWidth; panel * PanelMatrix.PanelWidth < toUnit; panel++)
        {
            int* list = Lists(panel);
            int* count = Counts(panel);
            double* sumsOfPanel = sums + (nint)panel * PanelMatrix.PanelWidth;
            for (int unit = 0; unit < PanelMatrix.PanelWidth; unit += 2)
            {
                double common = SumList(numbers, ref list, *count++);
                sumsOfPanel[unit] = common + SumList(numbers, ref list, *count++);
                sumsOfPanel[unit + 1] = common + SumList(numbers, ref list, *count++);
            }
        }
    }

    /// <summary>Fills the rows of sums of a table that has one number a row.</summary>
    public void AddPairs(float* numbers, int dataRows, int modelRows)
    {
        SamplePairs pairs = Pairs(dataRows, modelRows);
        for (int pair = 0; pair < pairs.WholeCount; pair++)
            numbers[pairs.SumRow + pair] = numbers[pairs.FirstRow + pair] + numbers[pairs.SecondRow + pair];
    }

    private static double SumList(float* numbers, ref int* list, int count)
    {
        float even = 0, odd = 0;
        for (int* end = list + count; list < end; list += ListStep)
        {
            even += numbers[list[0] / BitPairs.RowBytes];
            odd += numbers[list[1] / BitPairs.RowBytes];
        }
        return (double)even + odd;
    }

    private static Vector512<uint> Rows(uint* words, int from, int count)
    {
        if (from + BitPairs.Size <= count)
            return Vector512.Load(words + from);
        uint* rest = stackalloc uint[BitPairs.Size];
        for (int row = 0; row < BitPairs.Size; row++)
            rest[row] = from + row < count ? words[from + row] : 0;
        return Vector512.Load(rest);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CountOn(uint* columns, int* on)
    {
        for (int unit = 0; unit < PanelMatrix.PanelWidth; unit++, columns += _words, on += 2)
        {
            int first = 0, second = 0;
            for (int word = 0; word < _words; word++)
            {
                first += BitOperations.PopCount(columns[word] & ushort.MaxValue);
                second += BitOperations.PopCount(columns[word] >> BitPairs.Size);
            }
            on[0] = first;
            on[1] = second;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SetLists(int panel, uint* columns, Vector128<int> rows, int zeroRow)
    {
        int* list = Lists(panel), counts = Counts(panel), on = _on.Pointer + (nint)panel * 2 * PanelMatrix.PanelWidth;
        for (int unit = 0; unit < PanelMatrix.PanelWidth; unit += 2, counts += ListsOfNeighbours, on += 4)
        {
            // The units of the border are never on.
            if ((on[0] | on[1] | on[2] | on[3]) == 0)
            {
                counts[0] = counts[1] = counts[2] = 0;
                continue;
            }
            uint* one = columns + unit * _words, other = one + _words;
            for (int which = 0; which < ListsOfNeighbours; which++)
            {
                int* end = BitPairs.List(one, which == 2 ? uint.MaxValue : 0, other, which == 1 ? uint.MaxValue : 0, _words, rows, list);
                *end = zeroRow;
                counts[which] = ((int)(end - list) + ListStep - 1) & -ListStep;
                list += counts[which];
            }
        }
    }
}
