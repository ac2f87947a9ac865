using System.Runtime.CompilerServices;

namespace MlNetGenerative.Core.Numerics;

/// <summary>One number at a time: the reference that every vector width must equal bit for bit.</summary>
internal readonly unsafe struct WidthScalar : IVectorWidth<float, uint>
{
    public static int Count => 1;

    public static float Load(float* source) => *source;

    public static void Store(float value, float* destination) => *destination = value;

    public static float Broadcast(float value) => value;

    public static void BroadcastFour(float* source, out float a, out float b, out float c, out float d)
    {
        a = Broadcast(source[0]);
        b = Broadcast(source[1]);
        c = Broadcast(source[2]);
        d = Broadcast(source[3]);
    }

    public static float Add(float left, float right) => left + right;

    public static float Multiply(float left, float right) => left * right;

    public static float Divide(float left, float right) => left / right;

    public static float SquareRoot(float value) => MathF.Sqrt(value);

    public static float FusedMultiplyAdd(float left, float right, float addend) => MathF.FusedMultiplyAdd(left, right, addend);

    public static float Minimum(float left, float right) => left < right ? left : right;

    public static float Maximum(float left, float right) => left > right ? left : right;

    public static float Round(float value) => MathF.Round(value, MidpointRounding.ToEven);

    public static float TimesPowerOfTwo(float value, float exponent)
        => float.IsNaN(exponent) ? exponent : value * BitConverter.Int32BitsToSingle(((int)exponent + 127) << 23);

    public static uint LessThanMask(float left, float right) => left < right ? 1u : 0u;

    public static uint BroadcastInteger(uint value) => value;

    public static uint Sequence(uint first) => first;

    public static uint Xor(uint left, uint right) => left ^ right;

    public static uint LoadInteger(uint* source) => *source;

    public static uint PackInt16(float first, float second)
    {
        return Half(first) | (uint)Half(second) << 16;

        static ushort Half(float value)
            => float.IsNaN(value) ? unchecked((ushort)short.MinValue) : (ushort)(short)Math.Clamp(Round(value), short.MinValue, short.MaxValue);
    }

    public static void UnpackInt16(uint packed, out float first, out float second)
    {
        first = (short)packed;
        second = (short)(packed >> 16);
    }

    public static uint AddInt16(uint left, uint right)
        => (ushort)(left + right) | (((left >> 16) + (right >> 16)) << 16);

    public static uint AddMagnitudeInt16(uint sum, uint value)
    {
        return Half(sum, value) | Half(sum >> 16, value >> 16) << 16;

        static uint Half(uint sum, uint value) => Math.Min(ushort.MaxValue, (ushort)sum + (uint)Math.Abs((int)(short)value));
    }

    public static void StoreInteger(uint value, uint* destination) => *destination = value;

    public static void MultiplyWide(uint value, uint factor, out uint high, out uint low)
    {
        ulong product = (ulong)value * factor;
        high = (uint)(product >> 32);
        low = (uint)product;
    }

    public static float ToUniform(uint bits) => (bits >> 8) * Philox.Resolution;

    public static float Dot32(float* left, float* right)
    {
        float* sums = stackalloc float[16];
        for (int lane = 0; lane < 16; lane++)
            sums[lane] = MathF.FusedMultiplyAdd(left[lane + 16], right[lane + 16], left[lane] * right[lane]);
        for (int half = 8; half >= 1; half /= 2)
            for (int lane = 0; lane < half; lane++)
                sums[lane] += sums[lane + half];
        return sums[0];
    }
}
