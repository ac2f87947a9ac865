using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MlNetGenerative.Core.Numerics;

/// <summary>Vectors of 128 bits.</summary>
internal readonly unsafe struct Width128 : IVectorWidth<Vector128<float>, Vector128<uint>>
{
    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load(float* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<float> value, float* destination) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Broadcast(float value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void BroadcastFour(float* source, out Vector128<float> a, out Vector128<float> b, out Vector128<float> c, out Vector128<float> d)
    {
        a = Broadcast(source[0]);
        b = Broadcast(source[1]);
        c = Broadcast(source[2]);
        d = Broadcast(source[3]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Add(Vector128<float> left, Vector128<float> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Multiply(Vector128<float> left, Vector128<float> right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Divide(Vector128<float> left, Vector128<float> right) => left / right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> SquareRoot(Vector128<float> value) => Vector128.Sqrt(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> FusedMultiplyAdd(Vector128<float> left, Vector128<float> right, Vector128<float> addend)
        => Vector128.FusedMultiplyAdd(left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Minimum(Vector128<float> left, Vector128<float> right)
        => Vector128.ConditionalSelect(Vector128.LessThan(left, right), left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Maximum(Vector128<float> left, Vector128<float> right)
        => Vector128.ConditionalSelect(Vector128.GreaterThan(left, right), left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Round(Vector128<float> value) => Vector128.Round(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> TimesPowerOfTwo(Vector128<float> value, Vector128<float> exponent)
        => value * Vector128.ShiftLeft(Vector128.ConvertToInt32Native(exponent) + Vector128.Create(127), 23).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint LessThanMask(Vector128<float> left, Vector128<float> right)
        => Vector128.LessThan(left, right).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> BroadcastInteger(uint value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Sequence(uint first) => Vector128.Create(first) + Vector128<uint>.Indices;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Xor(Vector128<uint> left, Vector128<uint> right) => left ^ right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> LoadInteger(uint* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> PackInt16(Vector128<float> first, Vector128<float> second)
        => Vector128.NarrowWithSaturation(WholeNumbers(first), WholeNumbers(second)).AsUInt32();

    /// <summary>A NaN becomes the least number on every processor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> WholeNumbers(Vector128<float> value)
        => Vector128.ConditionalSelect(Vector128.Equals(value, value).AsInt32(), Vector128.ConvertToInt32(Round(value)), Vector128.Create(int.MinValue));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void UnpackInt16(Vector128<uint> packed, out Vector128<float> first, out Vector128<float> second)
    {
        (Vector128<int> lower, Vector128<int> upper) = Vector128.Widen(packed.AsInt16());
        first = Vector128.ConvertToSingle(lower);
        second = Vector128.ConvertToSingle(upper);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> AddInt16(Vector128<uint> left, Vector128<uint> right) => (left.AsInt16() + right.AsInt16()).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> AddMagnitudeInt16(Vector128<uint> sum, Vector128<uint> value)
        => Vector128.AddSaturate(sum.AsUInt16(), Vector128.Abs(value.AsInt16()).AsUInt16()).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreInteger(Vector128<uint> value, uint* destination) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MultiplyWide(Vector128<uint> value, uint factor, out Vector128<uint> high, out Vector128<uint> low)
    {
        // Schoolbook in halves of 16 bits: no platform lacks the operations, and no partial sum overflows.
        Vector128<uint> half = Vector128.Create(0xFFFFu);
        Vector128<uint> valueLow = value & half;
        Vector128<uint> valueHigh = Vector128.ShiftRightLogical(value, 16);
        uint factorLow = factor & 0xFFFF;
        uint factorHigh = factor >> 16;
        Vector128<uint> middle = valueHigh * factorLow + Vector128.ShiftRightLogical(valueLow * factorLow, 16);
        Vector128<uint> other = valueLow * factorHigh + (middle & half);
        high = valueHigh * factorHigh + Vector128.ShiftRightLogical(middle, 16) + Vector128.ShiftRightLogical(other, 16);
        low = value * factor;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> ToUniform(Vector128<uint> bits)
        => Vector128.ConvertToSingle(Vector128.ShiftRightLogical(bits, 8).AsInt32()) * Vector128.Create(Philox.Resolution);

    public static float Dot32(float* left, float* right)
    {
        Vector128<float> sum0 = ProductOfPair(left, right), sum1 = ProductOfPair(left + 4, right + 4);
        Vector128<float> sum2 = ProductOfPair(left + 8, right + 8), sum3 = ProductOfPair(left + 12, right + 12);
        return SumLanes((sum0 + sum2) + (sum1 + sum3));

        static Vector128<float> ProductOfPair(float* left, float* right) => Vector128.FusedMultiplyAdd(
            Vector128.Load(left + 16), Vector128.Load(right + 16), Vector128.Load(left) * Vector128.Load(right));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SumLanes(Vector128<float> value)
        => (value.GetElement(0) + value.GetElement(2)) + (value.GetElement(1) + value.GetElement(3));
}
