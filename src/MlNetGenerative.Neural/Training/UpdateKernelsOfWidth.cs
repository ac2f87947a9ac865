using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Neural.Training;

/// <summary>The optimizers' arithmetic on vectors of one width; what is left over at the end goes one entry at a time.</summary>
internal sealed unsafe class UpdateKernelsOfWidth<TWidth, TFloat, TUInt> : UpdateKernels
    where TWidth : struct, IVectorWidth<TFloat, TUInt>
    where TFloat : unmanaged
    where TUInt : unmanaged
{
    // Partial sums of squares: enough that additions need not wait for each other, on every width the same ones.
    private const int Sums = 64;

    // Single precision adds up this many squares at most before double precision takes over.
    private const int SumLength = 64 * Sums;

    /// <inheritdoc/>
    public override void Adam(in UpdateFactors factors, float* parameters, float* gradients, float* first, float* second, int count)
    {
        int whole = count - count % TWidth.Count;
        AdamOf<TWidth, TFloat, TUInt>(factors, parameters, gradients, first, second, whole);
        AdamOf<WidthScalar, float, uint>(factors, parameters + whole, gradients + whole, first + whole, second + whole, count - whole);
    }

    /// <inheritdoc/>
    public override void Momentum(in UpdateFactors factors, float* parameters, float* gradients, float* buffer, int count)
    {
        int whole = count - count % TWidth.Count;
        MomentumOf<TWidth, TFloat, TUInt>(factors, parameters, gradients, buffer, whole);
        MomentumOf<WidthScalar, float, uint>(factors, parameters + whole, gradients + whole, buffer + whole, count - whole);
    }

    /// <inheritdoc/>
    public override void Descent(in UpdateFactors factors, float* parameters, float* gradients, int count)
    {
        int whole = count - count % TWidth.Count;
        DescentOf<TWidth, TFloat, TUInt>(factors, parameters, gradients, whole);
        DescentOf<WidthScalar, float, uint>(factors, parameters + whole, gradients + whole, count - whole);
    }

    /// <inheritdoc/>
    public override void RmsProp(in UpdateFactors factors, float* parameters, float* gradients, float* second, int count)
    {
        int whole = count - count % TWidth.Count;
        RmsPropOf<TWidth, TFloat, TUInt>(factors, parameters, gradients, second, whole);
        RmsPropOf<WidthScalar, float, uint>(factors, parameters + whole, gradients + whole, second + whole, count - whole);
    }

    /// <inheritdoc/>
    public override void Average(float decay, float share, float* averages, float* values, int count)
    {
        int whole = count - count % TWidth.Count;
        AverageOf<TWidth, TFloat, TUInt>(decay, share, averages, values, whole);
        AverageOf<WidthScalar, float, uint>(decay, share, averages + whole, values + whole, count - whole);
    }

    /// <inheritdoc/>
    public override double SumOfSquares(float* values, int count)
    {
        float* sums = stackalloc float[Sums];
        double total = 0;
        for (int start = 0; start < count; start += SumLength)
        {
            int end = Math.Min(start + SumLength, count);
            new Span<float>(sums, Sums).Clear();
            int i = start;
            for (; i <= end - Sums; i += Sums)
                for (int sum = 0; sum < Sums; sum += TWidth.Count)
                {
                    TFloat value = TWidth.Load(values + i + sum);
                    TWidth.Store(TWidth.FusedMultiplyAdd(value, value, TWidth.Load(sums + sum)), sums + sum);
                }
            for (int sum = 0; i < end; i++, sum++)
                sums[sum] = MathF.FusedMultiplyAdd(values[i], values[i], sums[sum]);
            for (int sum = 0; sum < Sums; sum++)
                total += sums[sum];
        }
        return total;
    }

    /// <summary>The gradient after clipping and with coupled decay, of parameters already decayed.</summary>
    private static F Gradient<W, F, U>(F gradient, F parameter, F factor, F limit, F negativeLimit, F decay)
        where W : struct, IVectorWidth<F, U> where F : unmanaged where U : unmanaged
        => W.FusedMultiplyAdd(decay, parameter, W.Maximum(negativeLimit, W.Minimum(limit, W.Multiply(gradient, factor))));

    private static void AdamOf<W, F, U>(in UpdateFactors factors, float* parameters, float* gradients, float* first, float* second, int count)
        where W : struct, IVectorWidth<F, U> where F : unmanaged where U : unmanaged
    {
        F factor = W.Broadcast(factors.GradientFactor), limit = W.Broadcast(factors.GradientLimit), negativeLimit = W.Broadcast(-factors.GradientLimit);
        F coupled = W.Broadcast(factors.CoupledDecay), kept = W.Broadcast(factors.ParameterFactor);
        F firstDecay = W.Broadcast(factors.FirstDecay), firstShare = W.Broadcast(factors.FirstShare);
        F secondDecay = W.Broadcast(factors.SecondDecay), secondShare = W.Broadcast(factors.SecondShare);
        F root = W.Broadcast(factors.RootFactor), epsilon = W.Broadcast(factors.Epsilon), negativeRate = W.Broadcast(-factors.Rate);
        for (int i = 0; i < count; i += W.Count)
        {
            F parameter = W.Load(parameters + i);
            F gradient = Gradient<W, F, U>(W.Load(gradients + i), parameter, factor, limit, negativeLimit, coupled);
            F mean = W.FusedMultiplyAdd(firstDecay, W.Load(first + i), W.Multiply(firstShare, gradient));
            F square = W.FusedMultiplyAdd(secondDecay, W.Load(second + i), W.Multiply(W.Multiply(secondShare, gradient), gradient));
            F denominator = W.FusedMultiplyAdd(W.SquareRoot(square), root, epsilon);
            W.Store(mean, first + i);
            W.Store(square, second + i);
            W.Store(W.FusedMultiplyAdd(parameter, kept, W.Divide(W.Multiply(negativeRate, mean), denominator)), parameters + i);
        }
    }

    private static void MomentumOf<W, F, U>(in UpdateFactors factors, float* parameters, float* gradients, float* buffer, int count)
        where W : struct, IVectorWidth<F, U> where F : unmanaged where U : unmanaged
    {
        F factor = W.Broadcast(factors.GradientFactor), limit = W.Broadcast(factors.GradientLimit), negativeLimit = W.Broadcast(-factors.GradientLimit);
        F coupled = W.Broadcast(factors.CoupledDecay), momentum = W.Broadcast(factors.FirstDecay), negativeRate = W.Broadcast(-factors.Rate);
        bool nesterov = factors.Nesterov;
        for (int i = 0; i < count; i += W.Count)
        {
            F parameter = W.Load(parameters + i);
            F gradient = Gradient<W, F, U>(W.Load(gradients + i), parameter, factor, limit, negativeLimit, coupled);
            F velocity = W.FusedMultiplyAdd(momentum, W.Load(buffer + i), gradient);
            W.Store(velocity, buffer + i);
            if (nesterov)
                velocity = W.FusedMultiplyAdd(momentum, velocity, gradient);
            W.Store(W.FusedMultiplyAdd(negativeRate, velocity, parameter), parameters + i);
        }
    }

    private static void DescentOf<W, F, U>(in UpdateFactors factors, float* parameters, float* gradients, int count)
        where W : struct, IVectorWidth<F, U> where F : unmanaged where U : unmanaged
    {
        F factor = W.Broadcast(factors.GradientFactor), limit = W.Broadcast(factors.GradientLimit), negativeLimit = W.Broadcast(-factors.GradientLimit);
        F coupled = W.Broadcast(factors.CoupledDecay), negativeRate = W.Broadcast(-factors.Rate);
        for (int i = 0; i < count; i += W.Count)
        {
            F parameter = W.Load(parameters + i);
            F gradient = Gradient<W, F, U>(W.Load(gradients + i), parameter, factor, limit, negativeLimit, coupled);
            W.Store(W.FusedMultiplyAdd(negativeRate, gradient, parameter), parameters + i);
        }
    }

    private static void RmsPropOf<W, F, U>(in UpdateFactors factors, float* parameters, float* gradients, float* second, int count)
        where W : struct, IVectorWidth<F, U> where F : unmanaged where U : unmanaged
    {
        F factor = W.Broadcast(factors.GradientFactor), limit = W.Broadcast(factors.GradientLimit), negativeLimit = W.Broadcast(-factors.GradientLimit);
        F coupled = W.Broadcast(factors.CoupledDecay), secondDecay = W.Broadcast(factors.SecondDecay), secondShare = W.Broadcast(factors.SecondShare);
        F epsilon = W.Broadcast(factors.Epsilon), negativeRate = W.Broadcast(-factors.Rate);
        for (int i = 0; i < count; i += W.Count)
        {
            F parameter = W.Load(parameters + i);
            F gradient = Gradient<W, F, U>(W.Load(gradients + i), parameter, factor, limit, negativeLimit, coupled);
            F square = W.FusedMultiplyAdd(secondDecay, W.Load(second + i), W.Multiply(W.Multiply(secondShare, gradient), gradient));
            W.Store(square, second + i);
            W.Store(W.Add(parameter, W.Divide(W.Multiply(negativeRate, gradient), W.Add(W.SquareRoot(square), epsilon))), parameters + i);
        }
    }

    private static void AverageOf<W, F, U>(float decay, float share, float* averages, float* values, int count)
        where W : struct, IVectorWidth<F, U> where F : unmanaged where U : unmanaged
    {
        F kept = W.Broadcast(decay), added = W.Broadcast(share);
        for (int i = 0; i < count; i += W.Count)
            W.Store(W.FusedMultiplyAdd(kept, W.Load(averages + i), W.Multiply(added, W.Load(values + i))), averages + i);
    }
}
