namespace MlNetGenerative.Core.Numerics;

/// <summary>The operations that the kernels are written in, for one width of vector registers.</summary>
/// <remarks>Every operation works lane by lane and is rounded as IEEE 754 demands, and the kernels add in an order that does not depend
/// on <see cref="Count"/>: so all widths, and the scalar one that is the reference, give the same bits.</remarks>
/// <typeparam name="TFloat">A vector of <see cref="Count"/> single-precision numbers.</typeparam>
/// <typeparam name="TUInt">A vector of <see cref="Count"/> unsigned 32-bit integers.</typeparam>
internal unsafe interface IVectorWidth<TFloat, TUInt>
    where TFloat : unmanaged
    where TUInt : unmanaged
{
    /// <summary>The number of lanes: a power of two, at most 16.</summary>
    static abstract int Count { get; }

    static abstract TFloat Load(float* source);

    static abstract void Store(TFloat value, float* destination);

    static abstract TFloat Broadcast(float value);

    /// <summary>Four numbers, each in all lanes of a vector of its own.</summary>
    static abstract void BroadcastFour(float* source, out TFloat a, out TFloat b, out TFloat c, out TFloat d);

    static abstract TFloat Add(TFloat left, TFloat right);

    static abstract TFloat Multiply(TFloat left, TFloat right);

    static abstract TFloat Divide(TFloat left, TFloat right);

    /// <summary>The square root, rounded once.</summary>
    static abstract TFloat SquareRoot(TFloat value);

    /// <summary>left * right + addend, rounded once.</summary>
    static abstract TFloat FusedMultiplyAdd(TFloat left, TFloat right, TFloat addend);

    /// <summary>left &lt; right ? left : right, so a NaN in <paramref name="right"/> stays.</summary>
    static abstract TFloat Minimum(TFloat left, TFloat right);

    /// <summary>left &gt; right ? left : right, so a NaN in <paramref name="right"/> stays.</summary>
    static abstract TFloat Maximum(TFloat left, TFloat right);

    /// <summary>The nearest whole number, ties to even.</summary>
    static abstract TFloat Round(TFloat value);

    /// <summary>A number times 2 to the power of a whole number in [-126, 127]; both, and the result, are normal numbers.</summary>
    static abstract TFloat TimesPowerOfTwo(TFloat value, TFloat exponent);

    /// <summary>One bit a lane, lane 0 lowest: left &lt; right.</summary>
    static abstract uint LessThanMask(TFloat left, TFloat right);

    static abstract TUInt BroadcastInteger(uint value);

    /// <summary>first, first + 1, first + 2, ...</summary>
    static abstract TUInt Sequence(uint first);

    static abstract TUInt Xor(TUInt left, TUInt right);

    static abstract TUInt LoadInteger(uint* source);

    static abstract void StoreInteger(TUInt value, uint* destination);

    /// <summary>The nearest whole numbers of 16 bits; what is too large for that becomes the largest or least one or, beyond 2^31 and where it is not a number,
    /// either of the two. In which order they lie is the width's own affair.</summary>
    static abstract TUInt PackInt16(TFloat first, TFloat second);

    /// <summary>What <see cref="PackInt16"/> put together.</summary>
    static abstract void UnpackInt16(TUInt packed, out TFloat first, out TFloat second);

    /// <summary>The sums of packed whole numbers, modulo 2^16.</summary>
    static abstract TUInt AddInt16(TUInt left, TUInt right);

    /// <summary>Packed sums of 16 bits without a sign, and the magnitudes of packed whole numbers; a sum beyond 2^16 - 1 becomes 2^16 - 1.</summary>
    static abstract TUInt AddMagnitudeInt16(TUInt sum, TUInt value);

    /// <summary>The 64-bit products of the lanes with one factor.</summary>
    static abstract void MultiplyWide(TUInt value, uint factor, out TUInt high, out TUInt low);

    /// <summary>The top 24 bits of each lane times 2^-24: a number in [0, 1).</summary>
    static abstract TFloat ToUniform(TUInt bits);

    /// <summary>The inner product of two rows of 32 numbers, always added up in the same order.</summary>
    /// <remarks>Lanes c and c + 16 first, then c and c + 8, c + 4, c + 2, c + 1.</remarks>
    static abstract float Dot32(float* left, float* right);
}
