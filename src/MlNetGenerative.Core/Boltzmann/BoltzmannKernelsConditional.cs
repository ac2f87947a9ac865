using System.Runtime.CompilerServices;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

internal sealed unsafe partial class BoltzmannKernels<TWidth, TFloat, TUInt>
{
    // Samples whose random numbers are held at once, 64 each: 32 KB.
    private const int SampleBlock = 128;

    // Units whose subset sums are held at once: 32 KB.
    private const int UnitBlock = 64;

    /// <inheritdoc/>
    [SkipLocalsInit]
    public override void Conditional(in ConditionalStage stage, int fromPanel, int toPanel)
    {
        // Random numbers come for two panels at once.
        float* uniforms = stackalloc float[stage.States is null ? 1 : SampleBlock * Philox.GroupSize];
        bool subsets = stage.GivenStates is not null;
        float* table = stackalloc float[subsets ? SubsetSums.Groups(UnitBlock) * SubsetSums.Subsets * PanelWidth + 16 : 1];
        table = (float*)(((nuint)table + 63) & ~(nuint)63);
        float* sums = stackalloc float[subsets ? SampleBlock * PanelWidth : 1];
        int samples = stage.Samples;
        int panel = fromPanel;
        while (panel < toPanel)
        {
            int pair = panel / 2;
            int end = Math.Min(toPanel, 2 * pair + 2);
            for (int from = 0; from < samples; from += SampleBlock)
            {
                int to = Math.Min(samples, from + SampleBlock);
                if (stage.States is not null)
                    for (int sample = from; sample < to; sample++)
                        stage.Random.FillGroup<TWidth, TFloat, TUInt>(
                            stage.FirstRandomRow + (uint)sample, (uint)pair, uniforms + (sample - from) * Philox.GroupSize);
                for (int p = panel; p < end; p++)
                {
                    if (subsets)
                        SumSubsets(stage, p, from, to, table, sums);
                    ConditionalPanel(stage, p, from, to, subsets ? sums : null, uniforms + p % 2 * PanelWidth);
                }
            }
            panel = end;
        }
    }

    private static void ConditionalPanel(in ConditionalStage stage, int panel, int from, int to, float* sums, float* uniforms)
    {
        float* weights = stage.Weights.Panel(panel);
        float* bias = stage.Bias + panel * PanelWidth;
        int* indices = stage.Indices;
        float* values = stage.Values;
        int* start = stage.Start;
        int* count = stage.Count;
        long results = ((long)panel * stage.ResultRows + stage.FirstResultRow) * PanelWidth;
        float* activations = stage.Activations is null ? null : stage.Activations + results;
        float* probabilities = stage.Probabilities is null ? null : stage.Probabilities + results;
        uint* states = stage.States is null ? null : stage.States + (long)panel * stage.StateRows;
        TFloat scale = TWidth.Broadcast(stage.ProbabilityScale);
        int columns = Math.Min(PanelWidth, stage.Weights.Columns - panel * PanelWidth);
        uint valid = uint.MaxValue >> (PanelWidth - columns);

        for (int sample = from; sample < to; sample++)
        {
            uint mask = 0;
            for (int column = 0; column < PanelWidth; column += 2 * TWidth.Count)
            {
                TFloat x0, x1;
                if (sums is not null)
                {
                    x0 = TWidth.Load(sums + (sample - from) * PanelWidth + column);
                    x1 = TWidth.Load(sums + (sample - from) * PanelWidth + column + TWidth.Count);
                }
                else if (values is null)
                    SumRows(weights + column, indices + start[sample], count[sample], out x0, out x1);
                else
                    SumWeightedRows(weights + column, indices + start[sample], values + start[sample], count[sample], out x0, out x1);
                x0 = TWidth.Add(TWidth.Load(bias + column), x0);
                x1 = TWidth.Add(TWidth.Load(bias + column + TWidth.Count), x1);
                if (activations is not null)
                {
                    TWidth.Store(x0, activations + sample * PanelWidth + column);
                    TWidth.Store(x1, activations + sample * PanelWidth + column + TWidth.Count);
                    continue;
                }
                x0 = Elementary.Sigmoid<TWidth, TFloat, TUInt>(x0);
                x1 = Elementary.Sigmoid<TWidth, TFloat, TUInt>(x1);
                if (states is not null)
                {
                    float* u = uniforms + (sample - from) * Philox.GroupSize + column;
                    mask |= (TWidth.LessThanMask(TWidth.Load(u), x0)
                        | TWidth.LessThanMask(TWidth.Load(u + TWidth.Count), x1) << TWidth.Count) << column;
                }
                if (probabilities is not null)
                {
                    TWidth.Store(TWidth.Multiply(x0, scale), probabilities + sample * PanelWidth + column);
                    TWidth.Store(TWidth.Multiply(x1, scale), probabilities + sample * PanelWidth + column + TWidth.Count);
                }
            }
            if (states is not null)
                states[sample] = mask & valid;
            if (probabilities is not null)
            {
                for (int column = columns; column < PanelWidth; column++)
                    probabilities[sample * PanelWidth + column] = 0;
                if (stage.Projections is not null)
                    stage.Projections[(long)panel * stage.ResultRows + stage.FirstResultRow + sample] =
                        TWidth.Dot32(probabilities + sample * PanelWidth, stage.Direction + panel * PanelWidth);
            }
        }
    }

    /// <summary>For samples in [from, to), the sums of the rows of the units that are on, by subset sums of four units at a time.</summary>
    private static void SumSubsets(in ConditionalStage stage, int panel, int from, int to, float* table, float* sums)
    {
        StateBits states = stage.GivenStates!;
        for (int firstUnit = 0; firstUnit < stage.Weights.Rows; firstUnit += UnitBlock)
        {
            int units = Math.Min(UnitBlock, stage.Weights.Rows - firstUnit);
            SubsetSums.Fill<TWidth, TFloat, TUInt>(
                stage.Weights.Panel(panel) + (nint)firstUnit * PanelWidth, units, PanelMatrix.Pad(units), table);
            uint* words = states.Words + (nint)(firstUnit / 32) * states.Rows;
            int count = PanelMatrix.Pad(units) / 32;
            for (int sample = from; sample < to; sample++)
            {
                for (int column = 0; column < PanelWidth; column += 2 * TWidth.Count)
                {
                    SumSubsetsOfWords(table + column, words + sample, states.Rows, count, out TFloat x0, out TFloat x1);
                    float* sum = sums + (sample - from) * PanelWidth + column;
                    if (firstUnit > 0)
                    {
                        x0 = TWidth.Add(TWidth.Load(sum), x0);
                        x1 = TWidth.Add(TWidth.Load(sum + TWidth.Count), x1);
                    }
                    TWidth.Store(x0, sum);
                    TWidth.Store(x1, sum + TWidth.Count);
                }
            }
        }
    }

    /// <summary>The sum of the table's rows for words of bits; four groups at a time have sums of their own, which are added at the
    /// end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SumSubsetsOfWords(float* table, uint* words, nint stride, int count, out TFloat sum0, out TFloat sum1)
    {
        const int RowShift = 7;   // a row of a panel has 2^7 bytes
        const uint SubsetMask = (SubsetSums.Subsets - 1) << RowShift;
        const int Group = SubsetSums.Subsets << RowShift;
        TFloat zero = TWidth.Broadcast(0);
        TFloat a0 = zero, a1 = zero, b0 = zero, b1 = zero, c0 = zero, c1 = zero, d0 = zero, d1 = zero;
        for (int word = 0; word < count; word++)
        {
            uint bits = words[word * stride];
            for (int half = 0; half < 2; half++)
            {
                // Four bits at a time, moved to where they are a distance in bytes.
                float* a = (float*)((byte*)table + (bits << RowShift & SubsetMask));
                float* b = (float*)((byte*)table + Group + (bits << RowShift - 4 & SubsetMask));
                float* c = (float*)((byte*)table + 2 * Group + (bits >> 8 - RowShift & SubsetMask));
                float* d = (float*)((byte*)table + 3 * Group + (bits >> 12 - RowShift & SubsetMask));
                a0 = TWidth.Add(a0, TWidth.Load(a));
                a1 = TWidth.Add(a1, TWidth.Load(a + TWidth.Count));
                b0 = TWidth.Add(b0, TWidth.Load(b));
                b1 = TWidth.Add(b1, TWidth.Load(b + TWidth.Count));
                c0 = TWidth.Add(c0, TWidth.Load(c));
                c1 = TWidth.Add(c1, TWidth.Load(c + TWidth.Count));
                d0 = TWidth.Add(d0, TWidth.Load(d));
                d1 = TWidth.Add(d1, TWidth.Load(d + TWidth.Count));
                bits >>= 16;
                table += 4 * Group / sizeof(float);
            }
        }
        sum0 = TWidth.Add(TWidth.Add(a0, b0), TWidth.Add(c0, d0));
        sum1 = TWidth.Add(TWidth.Add(a1, b1), TWidth.Add(c1, d1));
    }
}
