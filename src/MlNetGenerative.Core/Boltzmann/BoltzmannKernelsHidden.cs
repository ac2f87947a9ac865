using System.Runtime.CompilerServices;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

/// <content>Means of hidden units, and the update of their biases and offsets.</content>
internal sealed unsafe partial class BoltzmannKernels<TWidth, TFloat, TUInt>
{
    /// <summary>Adds hidden probabilities up; and those of pairs of samples, whose sums lie among the rows of the panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static HiddenMeans MeansOf(in GradientStage stage, float* hidden)
    {
        SamplePairs pairs = stage.OnSamples.Pairs(stage.DataRows, stage.ModelRows);
        TFloat zero = TWidth.Broadcast(0);
        TFloat a0 = zero, a1 = zero, b0 = zero, b1 = zero, va0 = zero, va1 = zero, vb0 = zero, vb1 = zero;
        float* first = hidden + (nint)pairs.FirstRow * PanelWidth, second = hidden + (nint)pairs.SecondRow * PanelWidth;
        float* sum = hidden + (nint)pairs.SumRow * PanelWidth;
        float* projections = stage.VisibleProjection + pairs.FirstRow, otherProjections = stage.VisibleProjection + pairs.SecondRow;
        for (nint pair = 0; pair < pairs.WholeCount; pair++)
        {
            AddRow(first + pair * PanelWidth, projections[pair], ref a0, ref a1, ref va0, ref va1, out TFloat h0, out TFloat h1);
            AddRow(second + pair * PanelWidth, otherProjections[pair], ref b0, ref b1, ref vb0, ref vb1, out TFloat g0, out TFloat g1);
            TWidth.Store(TWidth.Add(h0, g0), sum + pair * PanelWidth);
            TWidth.Store(TWidth.Add(h1, g1), sum + pair * PanelWidth + TWidth.Count);
        }
        for (nint row = pairs.WholeCount; row < pairs.FirstCount; row++)
            AddRow(first + row * PanelWidth, projections[row], ref a0, ref a1, ref va0, ref va1, out _, out _);
        for (nint row = pairs.WholeCount; row < pairs.SecondCount; row++)
            AddRow(second + row * PanelWidth, otherProjections[row], ref b0, ref b1, ref vb0, ref vb1, out _, out _);
        TFloat data0 = a0, data1 = a1;
        if (pairs.FirstRow != 0)
        {
            // Samples of data form no pairs.
            b0 = TWidth.Add(a0, b0);
            b1 = TWidth.Add(a1, b1);
            data0 = data1 = zero;
            for (nint row = 0; row < stage.DataRows; row++)
                AddRow(hidden + row * PanelWidth, stage.VisibleProjection[row], ref data0, ref data1, ref va0, ref va1, out _, out _);
        }

        TFloat inverse = TWidth.Broadcast(1f / stage.DataRows);
        return new HiddenMeans
        {
            Data0 = TWidth.Multiply(data0, inverse),
            Data1 = TWidth.Multiply(data1, inverse),
            Dh0 = TWidth.Multiply(TWidth.Add(data0, b0), inverse),
            Dh1 = TWidth.Multiply(TWidth.Add(data1, b1), inverse),
            Vh0 = TWidth.Multiply(TWidth.Add(va0, vb0), inverse),
            Vh1 = TWidth.Multiply(TWidth.Add(va1, vb1), inverse),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRow(
        float* row, float projection, ref TFloat sum0, ref TFloat sum1, ref TFloat projected0, ref TFloat projected1,
        out TFloat h0, out TFloat h1)
    {
        h0 = TWidth.Load(row);
        h1 = TWidth.Load(row + TWidth.Count);
        sum0 = TWidth.Add(sum0, h0);
        sum1 = TWidth.Add(sum1, h1);
        projected0 = TWidth.FusedMultiplyAdd(TWidth.Broadcast(projection), h0, projected0);
        projected1 = TWidth.FusedMultiplyAdd(TWidth.Broadcast(projection), h1, projected1);
    }

    private static void UpdateBias(in GradientStage stage, int column, TFloat dh, TFloat vh, TFloat lambda, TFloat data)
    {
        TFloat projected = TWidth.FusedMultiplyAdd(TWidth.Broadcast(-stage.VisibleOffsetDifference), lambda, vh);
        bool gradientOnly = stage.Adam is not null;
        TFloat change = TWidth.Multiply(TWidth.Broadcast(gradientOnly ? 1 : stage.LearningRate), TWidth.Add(dh, Negate(projected)));
        TFloat momentum = TWidth.Broadcast(stage.Momentum);
        TFloat velocity = TWidth.FusedMultiplyAdd(momentum, TWidth.Load(stage.HiddenBiasVelocity + column), change);
        TWidth.Store(velocity, stage.HiddenBiasVelocity + column);
        change = stage.Nesterov ? TWidth.FusedMultiplyAdd(momentum, velocity, change) : velocity;
        if (!gradientOnly)
            TWidth.Store(TWidth.Add(TWidth.Load(stage.HiddenBias + column), change), stage.HiddenBias + column);

        TFloat step = TWidth.Broadcast(stage.HiddenOffsetRate);
        TWidth.Store(TWidth.FusedMultiplyAdd(step, TWidth.Add(data, Negate(lambda)), lambda), stage.HiddenOffset + column);
    }

    /// <summary>What is known of the hidden units of two vectors.</summary>
    private struct HiddenMeans
    {
        /// <summary>&lt;h&gt;_data.</summary>
        public TFloat Data0, Data1;

        /// <summary>dh = &lt;h&gt;_data - &lt;h&gt;_model.</summary>
        public TFloat Dh0, Dh1;

        /// <summary>&lt;mu·(v - mu) h&gt;_data - &lt;mu·(v - mu) h&gt;_model.</summary>
        public TFloat Vh0, Vh1;
    }
}
