using System.Runtime.CompilerServices;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

/// <content>From sums of rows to activations, probabilities and states. Loops of their own, in which the constants of the sigmoid stay in registers.</content>
internal sealed unsafe partial class BoltzmannKernels<TWidth, TFloat, TUInt>
{
    /// <summary>For samples in [from, to) of a panel.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="panel">The panel.</param>
    /// <param name="from">The first sample.</param>
    /// <param name="to">The sample behind the last.</param>
    /// <param name="sums">The sums of the first sample, 32 numbers; others follow.</param>
    /// <param name="uniforms">The random numbers of the first sample; those of others follow, each a group behind the one before.</param>
    private static void Finish(in ConditionalStage stage, int panel, int from, int to, float* sums, float* uniforms)
    {
        float* bias = stage.Bias + panel * PanelWidth;
        long results = ((long)panel * stage.ResultRows + stage.FirstResultRow + from) * PanelWidth;
        uint* states = stage.States is null ? null : stage.States + (long)panel * stage.StateRows + from;
        int columns = Math.Min(PanelWidth, stage.Weights.Columns - panel * PanelWidth);
        if (stage.Activations is not null)
        {
            AddBias(bias, sums, to - from, stage.Activations + results);
            return;
        }
        if (stage.Probabilities is null)
        {
            DrawStates(bias, sums, uniforms, to - from, columns, states);
            return;
        }
        float* probabilities = stage.Probabilities + results;
        Probabilities(bias, sums, states is null ? null : uniforms, to - from, columns, stage.ProbabilityScale, probabilities, states);
        for (int column = columns; column < PanelWidth; column++)
            for (int sample = 0; sample < to - from; sample++)
                probabilities[sample * PanelWidth + column] = 0;
        if (stage.Projections is null)
            return;
        float* projections = stage.Projections + (long)panel * stage.ResultRows + stage.FirstResultRow + from;
        for (int sample = 0; sample < to - from; sample++)
            projections[sample] = TWidth.Dot32(probabilities + sample * PanelWidth, stage.Direction + panel * PanelWidth);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddBias(float* bias, float* sums, int samples, float* activations)
    {
        for (int sample = 0; sample < samples; sample++)
            for (int column = 0; column < PanelWidth; column += TWidth.Count)
                TWidth.Store(
                    TWidth.Add(TWidth.Load(bias + column), TWidth.Load(sums + sample * PanelWidth + column)),
                    activations + sample * PanelWidth + column);
    }

    /// <summary>Draws states alone: u &lt; 1 / (1 + exp(-x)) is u (1 + exp(-x)) &lt; 1, which needs no division.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void DrawStates(float* bias, float* sums, float* uniforms, int samples, int columns, uint* states)
    {
        uint valid = Valid(columns);
        TFloat one = TWidth.Broadcast(1);
        for (int sample = 0; sample < samples; sample++, sums += PanelWidth, uniforms += Philox.GroupSize)
        {
            uint mask = 0;
            for (int column = 0; column < PanelWidth; column += TWidth.Count)
            {
                TFloat x = TWidth.Add(TWidth.Load(bias + column), TWidth.Load(sums + column));
                TFloat inverse = Elementary.InverseSigmoid<TWidth, TFloat, TUInt>(x);
                mask |= TWidth.LessThanMask(TWidth.Multiply(TWidth.Load(uniforms + column), inverse), one) << column;
            }
            states[sample] = mask & valid;
        }
    }

    /// <summary>Probabilities times a scale, and states too when there are random numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Probabilities(
        float* bias, float* sums, float* uniforms, int samples, int columns, float probabilityScale, float* probabilities, uint* states)
    {
        uint valid = Valid(columns);
        TFloat one = TWidth.Broadcast(1), scale = TWidth.Broadcast(probabilityScale);
        for (int sample = 0; sample < samples; sample++, sums += PanelWidth, probabilities += PanelWidth)
        {
            uint mask = 0;
            for (int column = 0; column < PanelWidth; column += TWidth.Count)
            {
                TFloat x = TWidth.Add(TWidth.Load(bias + column), TWidth.Load(sums + column));
                TFloat inverse = Elementary.InverseSigmoid<TWidth, TFloat, TUInt>(x);
                if (uniforms is not null)
                {
                    TFloat u = TWidth.Load(uniforms + sample * Philox.GroupSize + column);
                    mask |= TWidth.LessThanMask(TWidth.Multiply(u, inverse), one) << column;
                }
                TWidth.Store(TWidth.Multiply(TWidth.Divide(one, inverse), scale), probabilities + column);
            }
            if (uniforms is not null)
                states[sample] = mask & valid;
        }
    }

    private static uint Valid(int columns) => uint.MaxValue >> (PanelWidth - columns);
}
