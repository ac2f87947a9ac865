using System.Runtime.CompilerServices;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

internal sealed unsafe partial class BoltzmannKernels<TWidth, TFloat, TUInt>
{
    // Samples whose random numbers are held at once, 64 each: 32 KB.
    private const int SampleBlock = 128;

    // Units whose subset sums are held at once: 32 KB.
    private const int UnitBlock = 64;

    // A row of a panel has 2^7 bytes.
    private const int RowShift = 7;

    // The entries of a group of the table.
    private const int GroupEntries = SubsetSums.Subsets * PanelWidth;

    /// <inheritdoc/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Conditional(in ConditionalStage stage, int fromPanel, int toPanel)
    {
        // Random numbers come for two panels at once. Everything begins at a cache line: vectors that straddle two take twice the time.
        int block = Math.Min(stage.Samples, SampleBlock);
        int uniformEntries = stage.States is null ? 0 : block * Philox.GroupSize;
        int sumEntries = block * PanelWidth;
        int tableEntries = stage.GivenStates is null ? 0 : UnitBlock / SubsetSums.GroupSize * GroupEntries;
        float* memory = stackalloc float[uniformEntries + sumEntries + tableEntries + 16 + FixedPointPanel.Entries];
        float* uniforms = (float*)(((nuint)memory + 63) & ~(nuint)63);
        float* ownSums = uniforms + uniformEntries;
        float* table = ownSums + sumEntries;
        int samples = stage.Samples;
        (int Greatest, float Mean) counts = stage.FixedPoint is null ? default : stage.Counts();
        FixedPointScales? scales = FixedPointScales.Pay(stage.Weights.Rows, samples, counts.Mean) ? stage.FixedPoint : null;
        int panel = fromPanel;
        while (panel < toPanel)
        {
            int pair = panel / 2;
            int end = Math.Min(toPanel, 2 * pair + 2);
            for (int from = 0; from < samples; from += SampleBlock)
            {
                int to = Math.Min(samples, from + SampleBlock);
                if (stage.States is not null)
                    stage.Random.FillGroups<TWidth, TFloat, TUInt>(stage.FirstRandomRow + (uint)from, to - from, (uint)pair, uniforms);
                for (int p = panel; p < end; p++)
                {
                    float* ownUniforms = uniforms + p % 2 * PanelWidth;
                    if (scales is not null && scales.Try(p)
                        && DrawByFixedPoint(stage, scales, p, from, to, counts, (uint*)table, (uint*)ownSums, ownUniforms, table + tableEntries))
                        continue;
                    float* sums = stage.Sums is null ? ownSums : stage.Sums + ((long)p * stage.SumRows + from) * PanelWidth;
                    if (stage.GivenStates is not null && stage.FixedPoint is null)
                        SumSubsets(stage, p, from, to, table, sums);
                    else
                        SumLists(stage, p, from, to, sums);
                    Finish(stage, p, from, to, sums, ownUniforms);
                }
            }
            panel = end;
        }
    }

    /// <summary>For samples in [from, to), the sums of the rows that lists name, one after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumLists(in ConditionalStage stage, int panel, int from, int to, float* sums)
    {
        float* weights = stage.Weights.Panel(panel);
        int* indices = stage.Indices;
        float* values = stage.Values;
        int* start = stage.Start;
        int* count = stage.Count;
        int* relative = stage.Relative;
        for (int sample = from; sample < to; sample++, sums += PanelWidth)
        {
            for (int column = 0; column < PanelWidth; column += 2 * TWidth.Count)
            {
                TFloat x0, x1;
                if (values is null)
                    SumRows(weights + column, indices + start[sample], count[sample], out x0, out x1);
                else
                    SumWeightedRows(weights + column, indices + start[sample], values + start[sample], count[sample], out x0, out x1);
                if (relative is not null && relative[sample] != 0)
                    ChangeSums(weights + column, stage.Off!, sample, sums + column, ref x0, ref x1);
                TWidth.Store(x0, sums + column);
                TWidth.Store(x1, sums + column + TWidth.Count);
            }
        }
    }

    /// <summary>From the sums of units that were turned on, those of all that are on: the earlier sums, and less of what was turned
    /// off.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ChangeSums(float* rows, UnitLists off, int sample, float* earlier, ref TFloat x0, ref TFloat x1)
    {
        SumRows(rows, off.Indices + off.Start[sample], off.Count[sample], out TFloat off0, out TFloat off1);
        x0 = TWidth.Add(TWidth.Load(earlier), TWidth.Add(x0, Negate(off0)));
        x1 = TWidth.Add(TWidth.Load(earlier + TWidth.Count), TWidth.Add(x1, Negate(off1)));
    }

    /// <summary>For samples in [from, to), the sums of the rows of the units that are on, by subset sums of four units at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumSubsets(in ConditionalStage stage, int panel, int from, int to, float* table, float* sums)
    {
        StateBits states = stage.GivenStates!;
        for (int firstUnit = 0; firstUnit < stage.Weights.Rows; firstUnit += UnitBlock)
        {
            int units = Math.Min(UnitBlock, stage.Weights.Rows - firstUnit);
            SubsetSums.Fill<TWidth, TFloat, TUInt>(
                stage.Weights.Panel(panel) + (nint)firstUnit * PanelWidth, units, UnitBlock, table);
            uint* words = states.Words + (nint)(firstUnit / 32) * states.Rows;
            nint upper = units > 32 ? states.Rows : 0;
            for (int sample = from; sample < to; sample++)
            {
                ulong bits = words[sample] | (upper == 0 ? 0 : (ulong)words[sample + upper] << 32);
                for (int column = 0; column < PanelWidth; column += 2 * TWidth.Count)
                    AddSubsets(table + column, bits, sums + (sample - from) * PanelWidth + column, firstUnit > 0);
            }
        }
    }

    /// <summary>Adds the table's rows for 64 bits to sums, or sets them; every other group has a sum of its own, which is added at the end.</summary>
    /// <remarks>Written out, because a loop over the groups takes a fifth more time.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddSubsets(float* table, ulong bits, float* sums, bool add)
    {
        TFloat zero = TWidth.Broadcast(0);
        TFloat a0 = add ? TWidth.Load(sums) : zero, a1 = add ? TWidth.Load(sums + TWidth.Count) : zero, b0 = zero, b1 = zero;
        ulong low = bits << RowShift, high = bits >> 32 - RowShift;
        AddSubset(table, low, ref a0, ref a1);
        AddSubset(table + 1 * GroupEntries, low >> 4, ref b0, ref b1);
        AddSubset(table + 2 * GroupEntries, low >> 8, ref a0, ref a1);
        AddSubset(table + 3 * GroupEntries, low >> 12, ref b0, ref b1);
        AddSubset(table + 4 * GroupEntries, low >> 16, ref a0, ref a1);
        AddSubset(table + 5 * GroupEntries, low >> 20, ref b0, ref b1);
        AddSubset(table + 6 * GroupEntries, low >> 24, ref a0, ref a1);
        AddSubset(table + 7 * GroupEntries, low >> 28, ref b0, ref b1);
        AddSubset(table + 8 * GroupEntries, high, ref a0, ref a1);
        AddSubset(table + 9 * GroupEntries, high >> 4, ref b0, ref b1);
        AddSubset(table + 10 * GroupEntries, high >> 8, ref a0, ref a1);
        AddSubset(table + 11 * GroupEntries, high >> 12, ref b0, ref b1);
        AddSubset(table + 12 * GroupEntries, high >> 16, ref a0, ref a1);
        AddSubset(table + 13 * GroupEntries, high >> 20, ref b0, ref b1);
        AddSubset(table + 14 * GroupEntries, high >> 24, ref a0, ref a1);
        AddSubset(table + 15 * GroupEntries, high >> 28, ref b0, ref b1);
        TWidth.Store(TWidth.Add(a0, b0), sums);
        TWidth.Store(TWidth.Add(a1, b1), sums + TWidth.Count);
    }

    /// <summary>Adds the row of a group that four bits choose; they stand where they are a distance in bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddSubset(float* group, ulong bits, ref TFloat sum0, ref TFloat sum1)
    {
        float* row = (float*)((byte*)group + (nuint)(bits & ((SubsetSums.Subsets - 1) << RowShift)));
        sum0 = TWidth.Add(sum0, TWidth.Load(row));
        sum1 = TWidth.Add(sum1, TWidth.Load(row + TWidth.Count));
    }
}
