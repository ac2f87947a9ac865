using System.Runtime.Intrinsics;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Tests.Numerics;

/// <summary>The generator against the known answers that its authors published with Random123, and its properties.</summary>
[TestClass]
public sealed unsafe class PhiloxTests
{
    [TestMethod]
    [DataRow(7, 0x00000000u, 0x00000000u, 0x00000000u, 0x00000000u, 0x00000000u, 0x00000000u, 0x5f6fb709u, 0x0d893f64u, 0x4f121f81u, 0x4f730a48u)]
    [DataRow(7, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x5207ddc2u, 0x45165e59u, 0x4d8ee751u, 0x8c52f662u)]
    [DataRow(7, 0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u, 0x4dfccabau, 0x190a87f0u, 0xc47362bau, 0xb6b5242au)]
    [DataRow(10, 0x00000000u, 0x00000000u, 0x00000000u, 0x00000000u, 0x00000000u, 0x00000000u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [DataRow(10, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [DataRow(10, 0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void GivesTheKnownAnswers(
        int rounds, uint c0, uint c1, uint c2, uint c3, uint key0, uint key1, uint x0, uint x1, uint x2, uint x3)
        => Assert.AreEqual((x0, x1, x2, x3), Philox.Block((c0, c1, c2, c3), key0, key1, rounds));

    [TestMethod]
    public void CounterAndKeyAreWhereTheDocumentationSays()
    {
        var philox = new Philox(0x0123456789ABCDEF, stream: 42);
        const ulong row = 0xFEDCBA9876543210;
        for (uint draw = 0; draw < 200; draw++)
        {
            uint block = draw / 64 * 16 + draw % 16;
            (uint x0, uint x1, uint x2, uint x3) = Philox.Block((block, 0x76543210, 0xFEDCBA98, 42), 0x89ABCDEF, 0x01234567, 7);
            uint expected = (draw % 64 / 16) switch { 0 => x0, 1 => x1, 2 => x2, _ => x3 };
            Assert.AreEqual(expected, philox.Bits(row, draw));
            Assert.AreEqual((expected >> 8) / 16777216f, philox.Uniform(row, draw));
        }
    }

    /// <summary>Rows whose upper word changes on the way, and every word of the key and counter in use.</summary>
    [TestMethod]
    [DataRow(9ul, 0u)]
    [DataRow(0xFFFFFFFDul, 3u)]
    [DataRow(0x12345678_FFFFFFFFul, 0x03FFFFFFu)]
    public void GroupsOfManyRowsAreThoseOfEachRowOnEveryWidth(ulong firstRow, uint group)
    {
        const int Rows = 7;
        var philox = new Philox(0x0123456789ABCDEF, 0x80000005);
        float[] expected = new float[Rows * 64], got = new float[Rows * 64];
        for (int row = 0; row < Rows; row++)
            for (uint i = 0; i < 64; i++)
                expected[row * 64 + i] = philox.Uniform(firstRow + (uint)row, group * 64 + i);
        fixed (float* pointer = got)
        {
            philox.FillGroups<WidthScalar, float, uint>(firstRow, Rows, group, pointer);
            CollectionAssert.AreEqual(expected, got);
            Array.Clear(got);
            philox.FillGroups<Width256, Vector256<float>, Vector256<uint>>(firstRow, Rows, group, pointer);
            CollectionAssert.AreEqual(expected, got);
            Array.Clear(got);
            philox.FillGroups<Width512, Vector512<float>, Vector512<uint>>(firstRow, Rows, group, pointer);
            CollectionAssert.AreEqual(expected, got);
        }
    }

    [TestMethod]
    public void EveryWidthGivesTheSameNumbers()
    {
        var philox = new Philox(77, 5);
        float[] expected = new float[64];
        float[] got = new float[64];
        for (uint group = 0; group < 50; group++)
        {
            for (uint i = 0; i < 64; i++)
                expected[i] = philox.Uniform(9, group * 64 + i);
            fixed (float* pointer = got)
            {
                philox.FillGroup<WidthScalar, float, uint>(9, group, pointer);
                CollectionAssert.AreEqual(expected, got);
                philox.FillGroup<Width128, Vector128<float>, Vector128<uint>>(9, group, pointer);
                CollectionAssert.AreEqual(expected, got);
                philox.FillGroup<Width256, Vector256<float>, Vector256<uint>>(9, group, pointer);
                CollectionAssert.AreEqual(expected, got);
                philox.FillGroup<Width512, Vector512<float>, Vector512<uint>>(9, group, pointer);
                CollectionAssert.AreEqual(expected, got);
            }
            uint[] bits = new uint[64];
            fixed (uint* pointer = bits)
                philox.BitsOfGroup(9, group, pointer);
            CollectionAssert.AreEqual(expected, bits.Select(x => (x >> 8) / 16777216f).ToArray());
        }
    }

    [TestMethod]
    [DataRow(0u, 1)]
    [DataRow(3u, 64)]
    [DataRow(63u, 2)]
    [DataRow(70u, 333)]
    public void FillGivesConsecutiveDraws(uint first, int count)
    {
        var philox = new Philox(1, 2);
        float[] uniforms = new float[count];
        philox.Fill(3, first, uniforms);
        for (int i = 0; i < count; i++)
            Assert.AreEqual(philox.Uniform(3, first + (uint)i), uniforms[i]);
    }

    [TestMethod]
    public void NumbersAreUniformAndUncorrelated()
    {
        const int Count = 1 << 18;
        float[] x = new float[Count];
        new Philox(123, 1).Fill(0, 0, x);
        int[] bins = new int[64];
        double correlation = 0;
        for (int i = 0; i < Count; i++)
        {
            bins[(int)(x[i] * 64)]++;
            correlation += (x[i] - 0.5) * (x[(i + 1) % Count] - 0.5) * 12;
        }
        double chiSquare = bins.Sum(n => Math.Pow(n - Count / 64.0, 2) / (Count / 64.0));

        // 63 degrees of freedom: mean 63, standard deviation 11.2; five of them.
        Assert.IsInRange(63 - 5 * 11.2, 63 + 5 * 11.2, chiSquare);
        Assert.IsInRange(-5, 5, correlation / Math.Sqrt(Count));
    }

    [TestMethod]
    public void SeedStreamRowAndDrawEachChangeTheNumber()
    {
        uint[] bits =
        [
            new Philox(1, 1).Bits(1, 1), new Philox(2, 1).Bits(1, 1), new Philox(1UL << 32 | 1, 1).Bits(1, 1), new Philox(1, 2).Bits(1, 1),
            new Philox(1, 1).Bits(2, 1), new Philox(1, 1).Bits(1UL << 32 | 1, 1), new Philox(1, 1).Bits(1, 2), new Philox(1, 1).Bits(1, 17),
        ];
        CollectionAssert.AllItemsAreUnique(bits);
    }

    [TestMethod]
    public void SequencesStayBelowTheirBoundAndReachAllOfIt()
    {
        var random = new RandomSequence(5, 6, 7);
        int[] counts = new int[7];
        for (int i = 0; i < 7000; i++)
            counts[random.NextBelow(7)]++;
        foreach (int count in counts)
            Assert.IsInRange(850, 1150, count);
    }
}
