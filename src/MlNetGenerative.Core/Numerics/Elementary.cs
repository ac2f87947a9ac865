using System.Runtime.CompilerServices;

namespace MlNetGenerative.Core.Numerics;

/// <summary>Elementary functions on vectors of any width; the same bits on all.</summary>
internal static class Elementary
{
    /// <summary>Beyond this the sigmoid is 0 or 1 for every purpose: exp(-87) is still a normal single-precision number.</summary>
    private const float LargestArgument = 87;

    /// <summary>The bound of the relative error of <see cref="RoughExpOfMinus"/>.</summary>
    public const float RoughError = 1e-4f;

    /// <summary>exp(x) of x clamped to [-87, 87]; relative error below 2e-7. NaN stays NaN.</summary>
    /// <remarks>exp(x) = 2^n exp(r), n the nearest whole number to x / ln 2, r = x - n ln 2 with ln 2 in two parts, and the polynomial of
    /// S. L. Moshier's Cephes library (expf) for exp(r).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Exp<TWidth, TFloat, TUInt>(TFloat x)
        where TWidth : struct, IVectorWidth<TFloat, TUInt>
        where TFloat : unmanaged
        where TUInt : unmanaged
    {
        x = TWidth.Minimum(TWidth.Broadcast(LargestArgument), TWidth.Maximum(TWidth.Broadcast(-LargestArgument), x));
        TFloat n = TWidth.Round(TWidth.Multiply(x, TWidth.Broadcast(1.44269504088896341f)));
        TFloat r = TWidth.FusedMultiplyAdd(n, TWidth.Broadcast(-0.693359375f), x);
        r = TWidth.FusedMultiplyAdd(n, TWidth.Broadcast(2.12194440e-4f), r);
        TFloat p = TWidth.FusedMultiplyAdd(TWidth.Broadcast(1.9875691500e-4f), r, TWidth.Broadcast(1.3981999507e-3f));
        p = TWidth.FusedMultiplyAdd(p, r, TWidth.Broadcast(8.3334519073e-3f));
        p = TWidth.FusedMultiplyAdd(p, r, TWidth.Broadcast(4.1665795894e-2f));
        p = TWidth.FusedMultiplyAdd(p, r, TWidth.Broadcast(1.6666665459e-1f));
        p = TWidth.FusedMultiplyAdd(p, r, TWidth.Broadcast(5.0000001201e-1f));
        p = TWidth.FusedMultiplyAdd(p, TWidth.Multiply(r, r), TWidth.Add(r, TWidth.Broadcast(1)));
        return TWidth.TimesPowerOfTwo(p, n);
    }

    /// <summary>About exp(-x) of x clamped to [-87, 87], half as long as <see cref="Exp"/>; relative error below <see cref="RoughError"/>.</summary>
    /// <remarks>exp(-x) = 2^n 2^f, n the nearest whole number to -x / ln 2; 2^f by the polynomial of degree 3 whose largest relative error on [-1/2, 1/2] is least,
    /// 7.5e-5. The rest is -x / ln 2 rounded.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat RoughExpOfMinus<TWidth, TFloat, TUInt>(TFloat x)
        where TWidth : struct, IVectorWidth<TFloat, TUInt>
        where TFloat : unmanaged
        where TUInt : unmanaged
    {
        x = TWidth.Minimum(TWidth.Broadcast(LargestArgument), TWidth.Maximum(TWidth.Broadcast(-LargestArgument), x));
        TFloat y = TWidth.Multiply(x, TWidth.Broadcast(-1.44269504088896341f));
        TFloat n = TWidth.Round(y);
        TFloat f = TWidth.FusedMultiplyAdd(n, TWidth.Broadcast(-1), y);
        TFloat p = TWidth.FusedMultiplyAdd(TWidth.Broadcast(0.0551713221f), f, TWidth.Broadcast(0.242610544f));
        p = TWidth.FusedMultiplyAdd(p, f, TWidth.Broadcast(0.693260968f));
        p = TWidth.FusedMultiplyAdd(p, f, TWidth.Broadcast(0.999928117f));
        return TWidth.TimesPowerOfTwo(p, n);
    }

    /// <summary>1 / (1 + exp(-x)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Sigmoid<TWidth, TFloat, TUInt>(TFloat x)
        where TWidth : struct, IVectorWidth<TFloat, TUInt>
        where TFloat : unmanaged
        where TUInt : unmanaged
    {
        return TWidth.Divide(TWidth.Broadcast(1), InverseSigmoid<TWidth, TFloat, TUInt>(x));
    }

    /// <summary>1 + exp(-x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat InverseSigmoid<TWidth, TFloat, TUInt>(TFloat x)
        where TWidth : struct, IVectorWidth<TFloat, TUInt>
        where TFloat : unmanaged
        where TUInt : unmanaged
    {
        TFloat exponential = Exp<TWidth, TFloat, TUInt>(TWidth.Multiply(x, TWidth.Broadcast(-1)));
        return TWidth.Add(TWidth.Broadcast(1), exponential);
    }
}
