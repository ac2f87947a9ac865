using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MlNetGenerative.Core.Numerics;

/// <summary>Vectors of 512 bits.</summary>
internal readonly unsafe struct Width512 : IVectorWidth<Vector512<float>, Vector512<uint>>
{
    public static int Count => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(float* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> value, float* destination) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Broadcast(float value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void BroadcastFour(float* source, out Vector512<float> a, out Vector512<float> b, out Vector512<float> c, out Vector512<float> d)
    {
        if (Avx512F.IsSupported)
        {
            // One access to memory instead of four.
            Vector512<float> four = Avx512F.BroadcastVector128ToVector512(source);
            a = Avx512F.Permute4x32(four, 0b00_00_00_00);
            b = Avx512F.Permute4x32(four, 0b01_01_01_01);
            c = Avx512F.Permute4x32(four, 0b10_10_10_10);
            d = Avx512F.Permute4x32(four, 0b11_11_11_11);
            return;
        }
        a = Broadcast(source[0]);
        b = Broadcast(source[1]);
        c = Broadcast(source[2]);
        d = Broadcast(source[3]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> left, Vector512<float> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Multiply(Vector512<float> left, Vector512<float> right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Divide(Vector512<float> left, Vector512<float> right) => left / right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> SquareRoot(Vector512<float> value) => Vector512.Sqrt(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> FusedMultiplyAdd(Vector512<float> left, Vector512<float> right, Vector512<float> addend)
        => Vector512.FusedMultiplyAdd(left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Minimum(Vector512<float> left, Vector512<float> right)
        => Avx512F.IsSupported ? Avx512F.Min(left, right) : Vector512.ConditionalSelect(Vector512.LessThan(left, right), left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Maximum(Vector512<float> left, Vector512<float> right)
        => Avx512F.IsSupported ? Avx512F.Max(left, right) : Vector512.ConditionalSelect(Vector512.GreaterThan(left, right), left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Round(Vector512<float> value) => Vector512.Round(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> TimesPowerOfTwo(Vector512<float> value, Vector512<float> exponent)
        => Avx512F.IsSupported ? Avx512F.Scale(value, exponent)
            : value * Vector512.ShiftLeft(Vector512.ConvertToInt32Native(exponent) + Vector512.Create(127), 23).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint LessThanMask(Vector512<float> left, Vector512<float> right)
        => (uint)Vector512.LessThan(left, right).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> BroadcastInteger(uint value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Sequence(uint first) => Vector512.Create(first) + Vector512<uint>.Indices;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Xor(Vector512<uint> left, Vector512<uint> right) => left ^ right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> LoadInteger(uint* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> PackInt16(Vector512<float> first, Vector512<float> second)
    {
        if (Avx512BW.IsSupported)
            return Avx512BW.PackSignedSaturate(Avx512F.ConvertToVector512Int32(first), Avx512F.ConvertToVector512Int32(second)).AsUInt32();
        return Vector512.Create(
            Width256.PackInt16(first.GetLower(), second.GetLower()), Width256.PackInt16(first.GetUpper(), second.GetUpper()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void UnpackInt16(Vector512<uint> packed, out Vector512<float> first, out Vector512<float> second)
    {
        if (Avx512BW.IsSupported)
        {
            Vector512<short> numbers = packed.AsInt16();
            first = Vector512.ConvertToSingle(Vector512.ShiftRightArithmetic(Avx512BW.UnpackLow(numbers, numbers).AsInt32(), 16));
            second = Vector512.ConvertToSingle(Vector512.ShiftRightArithmetic(Avx512BW.UnpackHigh(numbers, numbers).AsInt32(), 16));
            return;
        }
        Width256.UnpackInt16(packed.GetLower(), out Vector256<float> lowerFirst, out Vector256<float> lowerSecond);
        Width256.UnpackInt16(packed.GetUpper(), out Vector256<float> upperFirst, out Vector256<float> upperSecond);
        first = Vector512.Create(lowerFirst, upperFirst);
        second = Vector512.Create(lowerSecond, upperSecond);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> AddInt16(Vector512<uint> left, Vector512<uint> right) => (left.AsInt16() + right.AsInt16()).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> AddMagnitudeInt16(Vector512<uint> sum, Vector512<uint> value)
        => Vector512.AddSaturate(sum.AsUInt16(), Vector512.Abs(value.AsInt16()).AsUInt16()).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreInteger(Vector512<uint> value, uint* destination) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MultiplyWide(Vector512<uint> value, uint factor, out Vector512<uint> high, out Vector512<uint> low)
    {
        if (Avx512F.IsSupported)
        {
            Vector512<uint> factors = Vector512.Create(factor);
            Vector512<uint> even = Avx512F.Multiply(value, factors).AsUInt32();
            Vector512<uint> odd = Avx512F.Multiply(Vector512.ShiftRightLogical(value.AsUInt64(), 32).AsUInt32(), factors).AsUInt32();
            Vector512<uint> oddLanes = Vector512.Create(0xFFFFFFFF00000000ul).AsUInt32();
            low = Vector512.ConditionalSelect(oddLanes, Vector512.ShiftLeft(odd.AsUInt64(), 32).AsUInt32(), even);
            high = Vector512.ConditionalSelect(oddLanes, odd, Vector512.ShiftRightLogical(even.AsUInt64(), 32).AsUInt32());
            return;
        }
        Width256.MultiplyWide(value.GetLower(), factor, out Vector256<uint> lowerHigh, out Vector256<uint> lowerLow);
        Width256.MultiplyWide(value.GetUpper(), factor, out Vector256<uint> upperHigh, out Vector256<uint> upperLow);
        high = Vector512.Create(lowerHigh, upperHigh);
        low = Vector512.Create(lowerLow, upperLow);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ToUniform(Vector512<uint> bits)
        => Vector512.ConvertToSingle(Vector512.ShiftRightLogical(bits, 8).AsInt32()) * Vector512.Create(Philox.Resolution);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Dot32(float* left, float* right)
    {
        Vector512<float> sum = Vector512.FusedMultiplyAdd(
            Vector512.Load(left + 16), Vector512.Load(right + 16), Vector512.Load(left) * Vector512.Load(right));
        return Width256.SumLanes(sum.GetLower() + sum.GetUpper());
    }
}
