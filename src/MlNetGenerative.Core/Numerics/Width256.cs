using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MlNetGenerative.Core.Numerics;

/// <summary>Vectors of 256 bits.</summary>
internal readonly unsafe struct Width256 : IVectorWidth<Vector256<float>, Vector256<uint>>
{
    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(float* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> value, float* destination) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Broadcast(float value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void BroadcastFour(float* source, out Vector256<float> a, out Vector256<float> b, out Vector256<float> c, out Vector256<float> d)
    {
        if (Avx.IsSupported)
        {
            // One access to memory instead of four.
            Vector256<float> four = Avx.BroadcastVector128ToVector256(source);
            a = Avx.Permute(four, 0b00_00_00_00);
            b = Avx.Permute(four, 0b01_01_01_01);
            c = Avx.Permute(four, 0b10_10_10_10);
            d = Avx.Permute(four, 0b11_11_11_11);
            return;
        }
        a = Broadcast(source[0]);
        b = Broadcast(source[1]);
        c = Broadcast(source[2]);
        d = Broadcast(source[3]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> left, Vector256<float> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Multiply(Vector256<float> left, Vector256<float> right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Divide(Vector256<float> left, Vector256<float> right) => left / right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> SquareRoot(Vector256<float> value) => Vector256.Sqrt(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> FusedMultiplyAdd(Vector256<float> left, Vector256<float> right, Vector256<float> addend)
        => Vector256.FusedMultiplyAdd(left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Minimum(Vector256<float> left, Vector256<float> right)
        => Avx.IsSupported ? Avx.Min(left, right) : Vector256.ConditionalSelect(Vector256.LessThan(left, right), left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Maximum(Vector256<float> left, Vector256<float> right)
        => Avx.IsSupported ? Avx.Max(left, right) : Vector256.ConditionalSelect(Vector256.GreaterThan(left, right), left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Round(Vector256<float> value) => Vector256.Round(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> TimesPowerOfTwo(Vector256<float> value, Vector256<float> exponent)
        => value * Vector256.ShiftLeft(Vector256.ConvertToInt32Native(exponent) + Vector256.Create(127), 23).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint LessThanMask(Vector256<float> left, Vector256<float> right)
        => Vector256.LessThan(left, right).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> BroadcastInteger(uint value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Sequence(uint first) => Vector256.Create(first) + Vector256<uint>.Indices;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Xor(Vector256<uint> left, Vector256<uint> right) => left ^ right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> LoadInteger(uint* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> PackInt16(Vector256<float> first, Vector256<float> second)
    {
        if (Avx2.IsSupported)
            return Avx2.PackSignedSaturate(Avx.ConvertToVector256Int32(first), Avx.ConvertToVector256Int32(second)).AsUInt32();
        return Vector256.Create(
            Width128.PackInt16(first.GetLower(), second.GetLower()), Width128.PackInt16(first.GetUpper(), second.GetUpper()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void UnpackInt16(Vector256<uint> packed, out Vector256<float> first, out Vector256<float> second)
    {
        if (Avx2.IsSupported)
        {
            Vector256<short> numbers = packed.AsInt16();
            first = Vector256.ConvertToSingle(Vector256.ShiftRightArithmetic(Avx2.UnpackLow(numbers, numbers).AsInt32(), 16));
            second = Vector256.ConvertToSingle(Vector256.ShiftRightArithmetic(Avx2.UnpackHigh(numbers, numbers).AsInt32(), 16));
            return;
        }
        Width128.UnpackInt16(packed.GetLower(), out Vector128<float> lowerFirst, out Vector128<float> lowerSecond);
        Width128.UnpackInt16(packed.GetUpper(), out Vector128<float> upperFirst, out Vector128<float> upperSecond);
        first = Vector256.Create(lowerFirst, upperFirst);
        second = Vector256.Create(lowerSecond, upperSecond);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> AddInt16(Vector256<uint> left, Vector256<uint> right) => (left.AsInt16() + right.AsInt16()).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> AddMagnitudeInt16(Vector256<uint> sum, Vector256<uint> value)
        => Vector256.AddSaturate(sum.AsUInt16(), Vector256.Abs(value.AsInt16()).AsUInt16()).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreInteger(Vector256<uint> value, uint* destination) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MultiplyWide(Vector256<uint> value, uint factor, out Vector256<uint> high, out Vector256<uint> low)
    {
        if (Avx2.IsSupported)
        {
            Vector256<uint> factors = Vector256.Create(factor);
            Vector256<uint> even = Avx2.Multiply(value, factors).AsUInt32();
            Vector256<uint> odd = Avx2.Multiply(Vector256.ShiftRightLogical(value.AsUInt64(), 32).AsUInt32(), factors).AsUInt32();
            Vector256<uint> oddLanes = Vector256.Create(0xFFFFFFFF00000000ul).AsUInt32();
            low = Vector256.ConditionalSelect(oddLanes, Vector256.ShiftLeft(odd.AsUInt64(), 32).AsUInt32(), even);
            high = Vector256.ConditionalSelect(oddLanes, odd, Vector256.ShiftRightLogical(even.AsUInt64(), 32).AsUInt32());
            return;
        }
        Width128.MultiplyWide(value.GetLower(), factor, out Vector128<uint> lowerHigh, out Vector128<uint> lowerLow);
        Width128.MultiplyWide(value.GetUpper(), factor, out Vector128<uint> upperHigh, out Vector128<uint> upperLow);
        high = Vector256.Create(lowerHigh, upperHigh);
        low = Vector256.Create(lowerLow, upperLow);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ToUniform(Vector256<uint> bits)
        => Vector256.ConvertToSingle(Vector256.ShiftRightLogical(bits, 8).AsInt32()) * Vector256.Create(Philox.Resolution);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Dot32(float* left, float* right)
    {
        Vector256<float> first = Vector256.FusedMultiplyAdd(
            Vector256.Load(left + 16), Vector256.Load(right + 16), Vector256.Load(left) * Vector256.Load(right));
        Vector256<float> second = Vector256.FusedMultiplyAdd(
            Vector256.Load(left + 24), Vector256.Load(right + 24), Vector256.Load(left + 8) * Vector256.Load(right + 8));
        return SumLanes(first + second);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SumLanes(Vector256<float> value) => Width128.SumLanes(value.GetLower() + value.GetUpper());
}
