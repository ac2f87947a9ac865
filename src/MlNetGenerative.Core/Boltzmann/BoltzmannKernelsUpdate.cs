using System.Runtime.CompilerServices;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

/// <content>The update of weights.</content>
internal sealed unsafe partial class BoltzmannKernels<TWidth, TFloat, TUInt>
{
    /// <inheritdoc/>
    public override void Update(in GradientStage stage, int fromPanel, int toPanel)
    {
        for (int panel = fromPanel; panel < toPanel; panel++)
        {
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
        float* lambda = stage.HiddenOffset + panel * PanelWidth + column;
        HiddenMeans means = MeansOf(stage, hidden);
        TFloat lambda0 = TWidth.Load(lambda), lambda1 = TWidth.Load(lambda + TWidth.Count);
        UpdateWeights<TRows>(
            stage, hidden, means.Dh0, means.Dh1, lambda0, lambda1,
            stage.Weights.Panel(panel) + column, stage.Velocity is null ? null : stage.Velocity.Panel(panel) + column);

        // (dW^T mu)_j = <mu·(v - mu) h_j>_data - <mu·(v - mu) h_j>_model - (mu·dv) lambda_j
        UpdateBias(stage, panel * PanelWidth + column, means.Dh0, means.Vh0, lambda0, means.Data0);
        UpdateBias(stage, panel * PanelWidth + column + TWidth.Count, means.Dh1, means.Vh1, lambda1, means.Data1);
    }

    /// <summary>The update of the weights of two vectors of hidden units.</summary>
    /// <remarks>Calls of other methods, here, would make the compiler keep all constants of the loop in memory, and the update take 30 us
    /// more in a batch of digits.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void UpdateWeights<TRows>(
        in GradientStage stage, float* hidden, TFloat dh0, TFloat dh1, TFloat lambda0, TFloat lambda1, float* weights, float* velocity)
    {
        TFloat negativeLambda0 = Negate(lambda0), negativeLambda1 = Negate(lambda1);
        TFloat negativeDh0 = Negate(dh0), negativeDh1 = Negate(dh1);
        TFloat inverse = TWidth.Broadcast(1f / stage.DataRows);
        bool gradientOnly = stage.Adam is not null;
        TFloat rate = TWidth.Broadcast(gradientOnly ? 1 : stage.LearningRate);
        TFloat momentum = TWidth.Broadcast(stage.Momentum);
        TFloat negativeDecay = TWidth.Broadcast(-stage.WeightDecay);

        bool nesterov = stage.Nesterov;
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

    /// <summary>Rows of data that are 0 or 1, or grey: each kind has code of its own.</summary>
    private readonly struct BinaryRows;

    /// <inheritdoc cref="BinaryRows"/>
    private readonly struct GreyRows;
}
