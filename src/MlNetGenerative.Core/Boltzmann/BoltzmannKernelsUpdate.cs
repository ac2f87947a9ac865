using System.Runtime.CompilerServices;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

internal sealed unsafe partial class BoltzmannKernels<TWidth, TFloat, TUInt>
{
    /// <inheritdoc/>
    public override void Update(in GradientStage stage, int fromPanel, int toPanel)
    {
        for (int panel = fromPanel; panel < toPanel; panel++)
        {
            AddPairs(stage, panel);
            for (int column = 0; column < PanelWidth; column += 2 * TWidth.Count)
            {
                if (stage.GreySamples is null)
                    UpdateColumns<BinaryRows>(stage, panel, column);
                else
                    UpdateColumns<GreyRows>(stage, panel, column);
            }
            stage.Adam?.Step(stage, panel);
            stage.Penalties?.Apply(stage, panel);
            CopyToTranspose(stage, panel);
        }
    }

    private static void UpdateColumns<TRows>(in GradientStage stage, int panel, int column)
    {
        float* hidden = stage.Hidden + (long)panel * stage.HiddenRows * PanelWidth + column;
        float* hiddenOffset = stage.HiddenOffset + panel * PanelWidth + column;
        float inverseRows = 1f / stage.DataRows;
        HiddenMeans(
            stage, hidden, inverseRows,
            out TFloat data0, out TFloat data1, out TFloat dh0, out TFloat dh1, out TFloat vh0, out TFloat vh1);
        TFloat lambda0 = TWidth.Load(hiddenOffset), lambda1 = TWidth.Load(hiddenOffset + TWidth.Count);
        TFloat negativeLambda0 = Negate(lambda0), negativeLambda1 = Negate(lambda1);
        TFloat negativeDh0 = Negate(dh0), negativeDh1 = Negate(dh1);
        TFloat inverse = TWidth.Broadcast(inverseRows);
        bool gradientOnly = stage.Adam is not null;
        TFloat rate = TWidth.Broadcast(gradientOnly ? 1 : stage.LearningRate);
        TFloat momentum = TWidth.Broadcast(stage.Momentum);
        TFloat negativeDecay = TWidth.Broadcast(-stage.WeightDecay);

        bool nesterov = stage.Nesterov;
        float* weights = stage.Weights.Panel(panel) + column;
        float* velocity = stage.Velocity is null ? null : stage.Velocity.Panel(panel) + column;
        float* visibleOffset = stage.VisibleOffset;
        float* visibleDifference = stage.VisibleDifference;
        GreySamples? grey = typeof(TRows) == typeof(GreyRows) ? stage.GreySamples : null;
        int visibleUnits = stage.Weights.Rows;
        int* list = null, count = null;
        for (nint neighbours = 0; neighbours < visibleUnits; neighbours += 2)
        {
            if (neighbours % PanelWidth == 0)
            {
                list = stage.OnSamples.Lists((int)neighbours / PanelWidth);
                count = stage.OnSamples.Counts((int)neighbours / PanelWidth);
            }
            SumListedRows(hidden, ref list, *count++, out TFloat common0, out TFloat common1);
            TFloat grey0 = default, grey1 = default, nextGrey0 = default, nextGrey1 = default;
            if (grey is not null)
                SumGreyRows(hidden, grey, neighbours / 2, out grey0, out grey1, out nextGrey0, out nextGrey1);
            nint end = Math.Min(neighbours + 2, visibleUnits);
            for (nint unit = neighbours; unit < end; unit++)
            {
                SumListedRows(hidden, ref list, *count++, out TFloat g0, out TFloat g1);
                g0 = TWidth.Add(common0, g0);
                g1 = TWidth.Add(common1, g1);
                if (grey is not null)
                {
                    g0 = TWidth.Add(g0, grey0);
                    g1 = TWidth.Add(g1, grey1);
                    grey0 = nextGrey0;
                    grey1 = nextGrey1;
                }

                TFloat mu = TWidth.Broadcast(visibleOffset[unit]);
                TFloat dv = TWidth.Broadcast(visibleDifference[unit]);
                g0 = TWidth.FusedMultiplyAdd(dv, negativeLambda0, TWidth.FusedMultiplyAdd(mu, negativeDh0, TWidth.Multiply(g0, inverse)));
                g1 = TWidth.FusedMultiplyAdd(dv, negativeLambda1, TWidth.FusedMultiplyAdd(mu, negativeDh1, TWidth.Multiply(g1, inverse)));

                float* w = weights + unit * PanelWidth;
                TFloat w0 = TWidth.Load(w), w1 = TWidth.Load(w + TWidth.Count);
                g0 = TWidth.Multiply(rate, TWidth.FusedMultiplyAdd(negativeDecay, w0, g0));
                g1 = TWidth.Multiply(rate, TWidth.FusedMultiplyAdd(negativeDecay, w1, g1));
                if (velocity is not null)
                {
                    float* v = velocity + unit * PanelWidth;
                    TFloat v0 = TWidth.FusedMultiplyAdd(momentum, TWidth.Load(v), g0);
                    TFloat v1 = TWidth.FusedMultiplyAdd(momentum, TWidth.Load(v + TWidth.Count), g1);
                    TWidth.Store(v0, v);
                    TWidth.Store(v1, v + TWidth.Count);
                    if (gradientOnly)
                        continue;
                    g0 = nesterov ? TWidth.FusedMultiplyAdd(momentum, v0, g0) : v0;
                    g1 = nesterov ? TWidth.FusedMultiplyAdd(momentum, v1, g1) : v1;
                }
                TWidth.Store(TWidth.Add(w0, g0), w);
                TWidth.Store(TWidth.Add(w1, g1), w + TWidth.Count);
            }
        }

        // (dW^T mu)_j = <mu·(v - mu) h_j>_data - <mu·(v - mu) h_j>_model - (mu·dv) lambda_j
        UpdateBias(stage, panel * PanelWidth + column, dh0, vh0, lambda0, data0);
        UpdateBias(stage, panel * PanelWidth + column + TWidth.Count, dh1, vh1, lambda1, data1);
    }

    /// <summary>The sums of pairs of samples, which lie among the rows of the panel.</summary>
    private static void AddPairs(in GradientStage stage, int panel)
    {
        SamplePairs pairs = stage.OnSamples.Pairs(stage.DataRows, stage.ModelRows);
        float* hidden = stage.Hidden + (long)panel * stage.HiddenRows * PanelWidth;
        float* first = hidden + (nint)pairs.FirstRow * PanelWidth;
        float* second = hidden + (nint)pairs.SecondRow * PanelWidth;
        float* sum = hidden + (nint)pairs.SumRow * PanelWidth;
        for (nint i = 0; i < pairs.WholeCount * PanelWidth; i += TWidth.Count)
            TWidth.Store(TWidth.Add(TWidth.Load(first + i), TWidth.Load(second + i)), sum + i);
    }

    /// <summary>The sum of the rows of a list, two vectors wide, and the list behind it.</summary>
    /// <param name="rows">What the list's entries count from.</param>
    /// <param name="list">Where rows begin, in bytes.</param>
    /// <param name="count">The length of the list, even.</param>
    /// <param name="sum0">The first vector of the sum.</param>
    /// <param name="sum1">The second.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SumListedRows(float* rows, ref int* list, int count, out TFloat sum0, out TFloat sum1)
    {
        TFloat zero = TWidth.Broadcast(0);
        TFloat a0 = zero, a1 = zero, b0 = zero, b1 = zero;
        int* next = list, end = list + count;
        for (; next < end; next += SampleSubsets.ListStep)
        {
            ulong two = *(ulong*)next;
            float* a = (float*)((byte*)rows + (uint)two), b = (float*)((byte*)rows + (two >> 32));
            a0 = TWidth.Add(a0, TWidth.Load(a));
            a1 = TWidth.Add(a1, TWidth.Load(a + TWidth.Count));
            b0 = TWidth.Add(b0, TWidth.Load(b));
            b1 = TWidth.Add(b1, TWidth.Load(b + TWidth.Count));
        }
        list = next;
        sum0 = TWidth.Add(a0, b0);
        sum1 = TWidth.Add(a1, b1);
    }

    /// <summary>The sums of the rows of data times the grey values of two neighbouring units, each two vectors wide.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SumGreyRows(
        float* rows, GreySamples grey, nint neighbours, out TFloat first0, out TFloat first1, out TFloat second0, out TFloat second1)
    {
        int* row = grey.Rows + grey.Start[neighbours];
        float* values = grey.Values + 2 * (nint)grey.Start[neighbours];
        TFloat zero = TWidth.Broadcast(0);
        TFloat a0 = zero, a1 = zero, b0 = zero, b1 = zero, c0 = zero, c1 = zero, d0 = zero, d1 = zero;
        for (int* end = row + grey.Count[neighbours]; row < end; row += GreySamples.ListStep, values += 2 * GreySamples.ListStep)
        {
            ulong two = *(ulong*)row;
            float* one = (float*)((byte*)rows + (uint)two), other = (float*)((byte*)rows + (two >> 32));
            TWidth.BroadcastFour(values, out TFloat va, out TFloat vb, out TFloat vc, out TFloat vd);
            TFloat h0 = TWidth.Load(one), h1 = TWidth.Load(one + TWidth.Count);
            a0 = TWidth.FusedMultiplyAdd(va, h0, a0);
            a1 = TWidth.FusedMultiplyAdd(va, h1, a1);
            b0 = TWidth.FusedMultiplyAdd(vb, h0, b0);
            b1 = TWidth.FusedMultiplyAdd(vb, h1, b1);
            h0 = TWidth.Load(other);
            h1 = TWidth.Load(other + TWidth.Count);
            c0 = TWidth.FusedMultiplyAdd(vc, h0, c0);
            c1 = TWidth.FusedMultiplyAdd(vc, h1, c1);
            d0 = TWidth.FusedMultiplyAdd(vd, h0, d0);
            d1 = TWidth.FusedMultiplyAdd(vd, h1, d1);
        }
        first0 = TWidth.Add(a0, c0);
        first1 = TWidth.Add(a1, c1);
        second0 = TWidth.Add(b0, d0);
        second1 = TWidth.Add(b1, d1);
    }

    /// <summary>The data's hidden means, dh, and &lt;mu·(v - mu) h&gt;_data - &lt;mu·(v - mu) h&gt;_model.</summary>
    private static void HiddenMeans(
        in GradientStage stage, float* hidden, float inverseRows,
        out TFloat data0, out TFloat data1, out TFloat dh0, out TFloat dh1, out TFloat vh0, out TFloat vh1)
    {
        TFloat zero = TWidth.Broadcast(0);
        data0 = data1 = dh0 = dh1 = vh0 = vh1 = zero;
        for (int sample = 0; sample < stage.DataRows + stage.ModelRows; sample++)
        {
            if (sample == stage.DataRows)
            {
                data0 = dh0;
                data1 = dh1;
            }
            TFloat h0 = TWidth.Load(hidden + sample * PanelWidth), h1 = TWidth.Load(hidden + sample * PanelWidth + TWidth.Count);
            TFloat projection = TWidth.Broadcast(stage.VisibleProjection[sample]);
            dh0 = TWidth.Add(dh0, h0);
            dh1 = TWidth.Add(dh1, h1);
            vh0 = TWidth.FusedMultiplyAdd(projection, h0, vh0);
            vh1 = TWidth.FusedMultiplyAdd(projection, h1, vh1);
        }
        TFloat inverse = TWidth.Broadcast(inverseRows);
        data0 = TWidth.Multiply(data0, inverse);
        data1 = TWidth.Multiply(data1, inverse);
        dh0 = TWidth.Multiply(dh0, inverse);
        dh1 = TWidth.Multiply(dh1, inverse);
        vh0 = TWidth.Multiply(vh0, inverse);
        vh1 = TWidth.Multiply(vh1, inverse);
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

    private static void CopyToTranspose(in GradientStage stage, int panel)
    {
        float* source = stage.Weights.Panel(panel);
        int hiddenUnits = Math.Min(PanelWidth, stage.Weights.Columns - panel * PanelWidth);
        for (int visiblePanel = 0; visiblePanel < stage.Transpose.Panels; visiblePanel++)
        {
            int firstUnit = visiblePanel * PanelWidth;
            Transposition.Copy(
                source + (nint)firstUnit * PanelWidth, PanelWidth,
                stage.Transpose.Panel(visiblePanel) + (nint)panel * PanelWidth * PanelWidth, PanelWidth,
                Math.Min(PanelWidth, stage.Weights.Rows - firstUnit), hiddenUnits);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloat Negate(TFloat value) => TWidth.Multiply(value, TWidth.Broadcast(-1));

    /// <summary>Rows of data that are 0 or 1, or grey: each kind has code of its own, tuned to it as it runs.</summary>
    private readonly struct BinaryRows;

    /// <inheritdoc cref="BinaryRows"/>
    private readonly struct GreyRows;
}
