using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>States of binary units, one bit each: at [panel][sample], 32 units a word.</summary>
internal sealed unsafe class StateBits
{
    // The panels of a block of units that have a byte each on the stack.
    private const int MostSpreadPanels = 128;

    private readonly AlignedBuffer<uint> _words;

    /// <summary>Makes states that are all off.</summary>
    public StateBits(int samples, int units)
    {
        Rows = samples;
        Units = units;
        Panels = PanelMatrix.Pad(units) / PanelMatrix.PanelWidth;
        _words = new AlignedBuffer<uint>((long)Panels * samples);
    }

    /// <summary>The number of samples that a panel has room for.</summary>
    public int Rows { get; }

    /// <summary>The number of units.</summary>
    public int Units { get; }

    /// <summary>The number of panels.</summary>
    public int Panels { get; }

    /// <summary>The words.</summary>
    public uint* Words => _words.Pointer;

    /// <summary>All words.</summary>
    public Span<uint> AllWords => _words.Span;

    /// <summary>Whether a unit is on.</summary>
    public bool this[int sample, int unit]
    {
        get => (Words[(long)(unit / 32) * Rows + sample] >> (unit % 32) & 1) != 0;
        set
        {
            uint bit = 1u << (unit % 32);
            uint* word = Words + (long)(unit / 32) * Rows + sample;
            *word = value ? *word | bit : *word & ~bit;
        }
    }

    /// <summary>Draws each unit of each sample on with probability one half.</summary>
    public void FillWithNoise(Philox random, ulong firstRow)
    {
        for (int sample = 0; sample < Rows; sample++)
            for (int unit = 0; unit < Units; unit++)
                this[sample, unit] = random.Uniform(firstRow + (uint)sample, (uint)unit) < 0.5f;
    }

    /// <summary>Lists the units that are on, of the first samples.</summary>
    /// <param name="samples">The number of samples.</param>
    /// <param name="lists">Lists without values and with room for all units of all samples.</param>
    public void CopyTo(int samples, UnitLists lists)
    {
        lists.SetFixedCapacity(samples, ListCapacity(Units));
        CopyTo(0, samples, lists);
    }

    /// <summary>Lists the units that are on, of samples in [from, to), in lists that are already laid out.</summary>
    public void CopyTo(int from, int to, UnitLists lists)
    {
        for (int sample = from; sample < to; sample++)
        {
            int* next = lists.Indices + lists.Start[sample];
            int* begin = next;
            for (int panel = 0; panel < Panels; panel++)
                next += BitIndices.Write(Words[(long)panel * Rows + sample], panel * 32, next);
            lists.Count[sample] = (int)(next - begin);
        }
    }

    /// <summary>Takes the units that lists name, ascending, of samples in [from, to).</summary>
    /// <remarks>By a byte a unit: setting bits in words takes twice as long, because each waits for the one before.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Set(UnitLists lists, int from, int to)
    {
        int panelsOfBlock = Math.Min(Panels, MostSpreadPanels);
        byte* spread = stackalloc byte[panelsOfBlock * PanelMatrix.PanelWidth];
        new Span<byte>(spread, panelsOfBlock * PanelMatrix.PanelWidth).Clear();
        for (int sample = from; sample < to; sample++)
        {
            uint* words = Words + sample;
            int* unit = lists.Indices + lists.Start[sample];
            int* end = unit + lists.Count[sample];
            for (int fromPanel = 0; fromPanel < Panels; fromPanel += panelsOfBlock)
            {
                int toPanel = Math.Min(fromPanel + panelsOfBlock, Panels);
                byte* spreadOfUnits = spread - (nint)fromPanel * PanelMatrix.PanelWidth;
                for (; unit < end && *unit < toPanel * PanelMatrix.PanelWidth; unit++)
                    spreadOfUnits[*unit] = 0x80;
                for (nint panel = fromPanel; panel < toPanel; panel++)
                {
                    byte* bytes = spreadOfUnits + panel * PanelMatrix.PanelWidth;
                    words[panel * Rows] = Vector256.Load(bytes).ExtractMostSignificantBits();
                    Vector256<byte>.Zero.Store(bytes);
                }
            }
        }
    }

    /// <summary>The room that <see cref="CopyTo(int, UnitLists)"/> needs for each sample.</summary>
    /// <remarks>Indices are written 16 at a time, and an odd number of cache lines keeps the lists from sharing the same lines of the
    /// cache.</remarks>
    public static int ListCapacity(int units) => PanelMatrix.Pad(units) + 16;
}
