using System.Runtime.CompilerServices;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

internal sealed unsafe partial class BoltzmannKernels<TWidth, TFloat, TUInt>
{
    // Samples whose random numbers are held at once, 64 each: 32 KB.
    private const int SampleBlock = 128;

    /// <inheritdoc/>
    [SkipLocalsInit]
    public override void Conditional(in ConditionalStage stage, int fromPanel, int toPanel)
    {
        // Random numbers come for two panels at once.
        float* uniforms = stackalloc float[stage.States is null ? 1 : SampleBlock * Philox.GroupSize];
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
                    ConditionalPanel(stage, p, from, to, uniforms + p % 2 * PanelWidth);
            }
            panel = end;
        }
    }

    private static void ConditionalPanel(in ConditionalStage stage, int panel, int from, int to, float* uniforms)
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
                if (values is null)
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
}
