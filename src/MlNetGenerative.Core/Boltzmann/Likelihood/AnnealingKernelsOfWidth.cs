using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann.Likelihood;

/// <inheritdoc cref="AnnealingKernels"/>
internal sealed unsafe class AnnealingKernels<TWidth, TFloat, TUInt> : AnnealingKernels
    where TWidth : struct, IVectorWidth<TFloat, TUInt>
    where TFloat : unmanaged
    where TUInt : unmanaged
{
    private const int PanelWidth = PanelMatrix.PanelWidth;

    // Panels whose factors, each in [1, 2], are multiplied before a logarithm is taken: 2^512 is within double precision.
    private const int PanelsOfProduct = 16;

    /// <inheritdoc/>
    /// <remarks>softplus(x) = max(x, 0) + log(1 + exp(-|x|)). The exponentials are single precision, everything after them double, and the
    /// logarithms of all units are taken of one product. Rounding of a logarithm at one temperature comes back with the other sign at the
    /// next, so it does not add up over thousands of temperatures.</remarks>
    [SkipLocalsInit]
    public override void AddHiddenWeight(in AnnealedLayer layer, double from, double to, Span<double> logWeights)
    {
        float* positive = stackalloc float[PanelWidth];
        float* atFrom = stackalloc float[PanelWidth];
        float* atTo = stackalloc float[PanelWidth];
        TFloat zero = TWidth.Broadcast(0), minus = TWidth.Broadcast(-1);
        TFloat fromVector = TWidth.Broadcast((float)from), toVector = TWidth.Broadcast((float)to);
        int panels = layer.Panels;
        for (int chain = 0; chain < layer.Chains; chain++)
        {
            double logarithms = 0;
            Vector512<double> sum = Vector512<double>.Zero;
            for (int firstPanel = 0; firstPanel < panels; firstPanel += PanelsOfProduct)
            {
                Vector512<double> numerator = Vector512<double>.One, denominator = Vector512<double>.One;
                for (int panel = firstPanel; panel < Math.Min(panels, firstPanel + PanelsOfProduct); panel++)
                {
                    float* x = layer.Activations + ((long)panel * layer.Rows + chain) * PanelWidth;
                    for (int column = 0; column < PanelWidth; column += TWidth.Count)
                    {
                        TFloat activation = TWidth.Load(x + column);
                        TFloat magnitude = TWidth.Minimum(activation, TWidth.Multiply(activation, minus));
                        TWidth.Store(TWidth.Maximum(activation, zero), positive + column);
                        TWidth.Store(Elementary.Exp<TWidth, TFloat, TUInt>(TWidth.Multiply(magnitude, fromVector)), atFrom + column);
                        TWidth.Store(Elementary.Exp<TWidth, TFloat, TUInt>(TWidth.Multiply(magnitude, toVector)), atTo + column);
                    }
                    for (int column = 0; column < PanelWidth; column += 16)
                    {
                        (Vector512<double> low, Vector512<double> high) = Vector512.Widen(Vector512.Load(atTo + column));
                        numerator *= (low + Vector512<double>.One) * (high + Vector512<double>.One);
                        (low, high) = Vector512.Widen(Vector512.Load(atFrom + column));
                        denominator *= (low + Vector512<double>.One) * (high + Vector512<double>.One);
                        (low, high) = Vector512.Widen(Vector512.Load(positive + column));
                        sum += low + high;
                    }
                }
                logarithms += Math.Log(Product(numerator) / Product(denominator));
            }
            logWeights[chain] += (to - from) * Sum(sum) + logarithms;
        }
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    public override void Sample(in AnnealedLayer layer, float beta)
    {
        float* uniforms = stackalloc float[Philox.GroupSize];
        TFloat scale = TWidth.Broadcast(beta), zero = TWidth.Broadcast(0);
        int panels = layer.Panels;
        uint lastPanel = uint.MaxValue >> (panels * PanelWidth - layer.Units);
        layer.On?.SetFixedCapacity(layer.Chains, StateBits.ListCapacity(layer.Units));
        for (int chain = 0; chain < layer.Chains; chain++)
        {
            int* begin = layer.On is null ? null : layer.On.Indices + layer.On.Start[chain];
            int* next = begin;
            for (int panel = 0; panel < panels; panel++)
            {
                if (panel % 2 == 0)
                    layer.Random.FillGroup<TWidth, TFloat, TUInt>(layer.FirstRandomRow + (uint)chain, (uint)panel / 2, uniforms);
                float* x = layer.Activations + ((long)panel * layer.Rows + chain) * PanelWidth;
                float* u = uniforms + panel % 2 * PanelWidth;
                float* bias = layer.Bias + panel * PanelWidth;
                uint word = 0;
                for (int column = 0; column < PanelWidth; column += TWidth.Count)
                {
                    TFloat input = TWidth.FusedMultiplyAdd(scale, TWidth.Load(x + column), layer.Bias is null ? zero : TWidth.Load(bias + column));
                    TFloat probability = Elementary.Sigmoid<TWidth, TFloat, TUInt>(input);
                    word |= TWidth.LessThanMask(TWidth.Load(u + column), probability) << column;
                }
                if (panel == panels - 1)
                    word &= lastPanel;
                layer.States.Words[(long)panel * layer.States.Rows + chain] = word;
                if (next is not null)
                    next += BitIndices.Write(word, panel * PanelWidth, next);
            }
            if (layer.On is not null)
                layer.On.Count[chain] = (int)(next - begin);
        }
    }

    // In an order of our own, by halves, so that it is the same on all machines.
    private static double Sum(Vector512<double> terms)
    {
        Vector256<double> half = terms.GetLower() + terms.GetUpper();
        Vector128<double> quarter = half.GetLower() + half.GetUpper();
        return quarter.GetElement(0) + quarter.GetElement(1);
    }

    private static double Product(Vector512<double> factors)
    {
        Vector256<double> half = factors.GetLower() * factors.GetUpper();
        Vector128<double> quarter = half.GetLower() * half.GetUpper();
        return quarter.GetElement(0) * quarter.GetElement(1);
    }
}
