using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>The values of a batch, those of two neighbouring units joined, row by row.</summary>
/// <remarks>A row is spread over all units and read again eight pairs at a time. Joining what follows each other in the list of a row takes
/// 9 us more in a batch of digits without branches, and 30 with.</remarks>
internal sealed unsafe class EntriesByRow
{
    /// <summary>The entries behind the last of a range of units that may be overwritten.</summary>
    public const int Slack = 8;

    private readonly AlignedBuffer<float> _spread;
    private readonly AlignedBuffer<int> _neighbours;
    private readonly AlignedBuffer<int> _rows;
    private readonly AlignedBuffer<ulong> _values;

    /// <summary>Makes room.</summary>
    /// <param name="entries">The number of entries; a range of units needs <see cref="Slack"/> more.</param>
    /// <param name="units">The number of units.</param>
    public EntriesByRow(long entries, int units)
    {
        _spread = new AlignedBuffer<float>(PanelMatrix.Pad(units));
        _neighbours = new AlignedBuffer<int>(entries);
        _rows = new AlignedBuffer<int>(entries);
        _values = new AlignedBuffer<ulong>(entries);
    }

    /// <summary>i for units 2 i and 2 i + 1.</summary>
    public int* Neighbours => _neighbours.Pointer;

    /// <summary>Where the row begins in a panel, in bytes.</summary>
    public int* Rows => _rows.Pointer;

    /// <summary>The values; that of the first unit in the lower half.</summary>
    public ulong* Values => _values.Pointer;

    /// <summary>Joins the values of units in [fromUnit, toUnit).</summary>
    /// <param name="rows">The batch.</param>
    /// <param name="fromUnit">The first unit, the first of its panel.</param>
    /// <param name="toUnit">The unit behind the last, the first of a panel or the last of all.</param>
    /// <returns>Where entries begin and end.</returns>
    public (int From, int To) Fill(UnitLists rows, int fromUnit, int toUnit)
    {
        // Other ranges lie behind what those before them need at most.
        int begin = Slack * (fromUnit / PanelMatrix.PanelWidth);
        for (int row = 0; row < rows.Samples; row++)
            begin += rows.Find(row, fromUnit, fromUnit).From - rows.Start[row];
        float* spread = _spread.Pointer;
        int* units = rows.Indices;
        float* values = rows.Values;
        int end = begin;
        for (int row = 0; row < rows.Samples; row++)
        {
            (int from, int to) = rows.Find(row, fromUnit, toUnit);
            for (nint i = from; i < to; i++)
                spread[units[i]] = values[i];
            end = Join((ulong*)spread, fromUnit / 2, (toUnit + 1) / 2, row * BitPairs.RowBytes, end);
        }
        return (begin, end);
    }

    /// <summary>Appends the pairs of a row that are not zero, and makes the row zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Join(ulong* pairs, int from, int to, int row, int end)
    {
        int* neighbours = Neighbours;
        int* rows = Rows;
        ulong* values = Values;
        if (!Avx512F.VL.IsSupported)
        {
            for (int pair = from; pair < to; pair++)
            {
                neighbours[end] = pair;
                rows[end] = row;
                values[end] = pairs[pair];
                end += pairs[pair] != 0 ? 1 : 0;
                pairs[pair] = 0;
            }
            return end;
        }
        Vector256<int> numbers = Vector256.Create(from) + Vector256<int>.Indices;
        for (nint pair = from; pair < to; pair += Slack)
        {
            Vector512<ulong> eight = Vector512.Load(pairs + pair);
            Vector512<ulong>.Zero.Store(pairs + pair);
            Vector512<ulong> some = ~Vector512.Equals(eight, Vector512<ulong>.Zero);
            Avx512F.Compress(Vector512<ulong>.Zero, some, eight).Store(values + end);
            Avx512F.VL.Compress(Vector256<int>.Zero, Avx512F.ConvertToVector256Int32(some.AsInt64()), numbers).Store(neighbours + end);
            Vector256.Create(row).Store(rows + end);
            end += BitOperations.PopCount(some.ExtractMostSignificantBits());
            numbers += Vector256.Create(Slack);
        }
        return end;
    }
}
