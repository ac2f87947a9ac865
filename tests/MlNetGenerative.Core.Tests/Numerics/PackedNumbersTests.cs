using System.Runtime.Intrinsics;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Tests.Numerics;

/// <summary>Whole numbers of 16 bits, two in a lane, against plain arithmetic; on every width.</summary>
[TestClass]
public sealed unsafe class PackedNumbersTests
{
    private const int Most = 32;

    [TestMethod]
    public void AreRoundedAddedAndUnpacked()
    {
        Check<WidthScalar, float, uint>();
        Check<Width128, Vector128<float>, Vector128<uint>>();
        Check<Width256, Vector256<float>, Vector256<uint>>();
        Check<Width512, Vector512<float>, Vector512<uint>>();
    }

    private static void Check<TWidth, TFloat, TUInt>()
        where TWidth : struct, IVectorWidth<TFloat, TUInt>
        where TFloat : unmanaged
        where TUInt : unmanaged
    {
        var random = new Random(1);
        float* left = stackalloc float[Most], right = stackalloc float[Most], got = stackalloc float[Most];
        for (int repeat = 0; repeat < 100; repeat++)
        {
            for (int i = 0; i < 2 * TWidth.Count; i++)
            {
                left[i] = repeat == 0 ? -32768 : (float)(random.NextDouble() * 65535 - 32768);
                right[i] = repeat == 1 ? 32767 : random.Next(-3, 4) * (repeat % 2 == 0 ? 0.5f : 9000.25f);
            }
            TUInt a = Pack(left), b = Pack(right);
            Unpack(a);
            for (int i = 0; i < 2 * TWidth.Count; i++)
                Assert.AreEqual(MathF.Round(left[i]), got[i], $"{typeof(TWidth).Name} {i}");
            Unpack(TWidth.AddInt16(a, b));
            for (int i = 0; i < 2 * TWidth.Count; i++)
                Assert.AreEqual(unchecked((short)((int)MathF.Round(left[i]) + (int)MathF.Round(right[i]))), got[i], $"{typeof(TWidth).Name} {i}");
            Unpack(TWidth.AddMagnitudeInt16(TWidth.AddMagnitudeInt16(TWidth.BroadcastInteger(0), a), b));
            for (int i = 0; i < 2 * TWidth.Count; i++)
            {
                float sum = MathF.Min(65535, MathF.Abs(MathF.Round(left[i])) + MathF.Abs(MathF.Round(right[i])));
                Assert.AreEqual(sum, got[i] < 0 ? got[i] + 65536 : got[i], $"{typeof(TWidth).Name} {i}");
            }
        }

        static TUInt Pack(float* numbers) => TWidth.PackInt16(TWidth.Load(numbers), TWidth.Load(numbers + TWidth.Count));

        void Unpack(TUInt packed)
        {
            TWidth.UnpackInt16(packed, out TFloat first, out TFloat second);
            TWidth.Store(first, got);
            TWidth.Store(second, got + TWidth.Count);
        }
    }
}
