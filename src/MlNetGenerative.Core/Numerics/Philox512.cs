using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MlNetGenerative.Core.Numerics;

/// <content>Groups of many rows on vectors of 512 bits: the same numbers with two thirds of the instructions.</content>
internal readonly partial struct Philox
{
    /// <remarks>
    /// <para>Even and odd blocks have vectors of their own, one block in each 64-bit lane, of which only the lower half counts: the product of two lower halves is low and
    /// high word at once, and the high word comes by a shift.</para>
    /// <para>In the first two rounds half of the products depend on the block alone and are the same for all rows, the others on the row alone and are scalar.
    /// The other five rounds are written out, because then their keys stay in registers.</para>
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void FillGroups512(ulong firstRow, int rows, uint group, float* uniforms)
    {
        Vector512<ulong> even = Vector512.Create((ulong)group * 16) + (Vector512<ulong>.Indices + Vector512<ulong>.Indices);
        OfBlocks(even, out Vector512<ulong> evenHigh, out Vector512<ulong> evenLow, out Vector512<ulong> evenFourth);
        OfBlocks(even + Vector512<ulong>.One, out Vector512<ulong> oddHigh, out Vector512<ulong> oddLow, out Vector512<ulong> oddFourth);
        uint firstKey0 = _key0 + Weyl0, firstKey1 = _key1 + Weyl1;
        Vector512<ulong> a0 = Key(firstKey0, Weyl0, 1), a1 = Key(firstKey1, Weyl1, 1), b0 = Key(firstKey0, Weyl0, 2), b1 = Key(firstKey1, Weyl1, 2);
        Vector512<ulong> c0 = Key(firstKey0, Weyl0, 3), c1 = Key(firstKey1, Weyl1, 3), d0 = Key(firstKey0, Weyl0, 4), d1 = Key(firstKey1, Weyl1, 4);
        Vector512<ulong> e0 = Key(firstKey0, Weyl0, 5), e1 = Key(firstKey1, Weyl1, 5);
        for (int i = 0; i < rows; i++, uniforms += GroupSize)
        {
            ulong row = firstRow + (uint)i;
            ulong product1 = (ulong)Multiplier1 * (uint)(row >> 32);
            ulong product0 = (ulong)Multiplier0 * ((uint)(product1 >> 32) ^ (uint)row ^ _key0);
            Vector512<ulong> to0 = Vector512.Create((ulong)((uint)product1 ^ firstKey0));
            Vector512<ulong> to2 = Vector512.Create((product0 >> 32) ^ firstKey1);
            Vector512<ulong> x0 = evenHigh ^ to0, x1 = evenLow, x2 = evenFourth ^ to2, x3 = Vector512.Create(product0);
            Vector512<ulong> y0 = oddHigh ^ to0, y1 = oddLow, y2 = oddFourth ^ to2, y3 = x3;
            Round(ref x0, ref x1, ref x2, ref x3, a0, a1);
            Round(ref y0, ref y1, ref y2, ref y3, a0, a1);
            Round(ref x0, ref x1, ref x2, ref x3, b0, b1);
            Round(ref y0, ref y1, ref y2, ref y3, b0, b1);
            Round(ref x0, ref x1, ref x2, ref x3, c0, c1);
            Round(ref y0, ref y1, ref y2, ref y3, c0, c1);
            Round(ref x0, ref x1, ref x2, ref x3, d0, d1);
            Round(ref y0, ref y1, ref y2, ref y3, d0, d1);
            Round(ref x0, ref x1, ref x2, ref x3, e0, e1);
            Round(ref y0, ref y1, ref y2, ref y3, e0, e1);
            Store(x0, y0, uniforms);
            Store(x1, y1, uniforms + 16);
            Store(x2, y2, uniforms + 32);
            Store(x3, y3, uniforms + 48);
        }
    }

    /// <summary>What the first two rounds make of the blocks alone: the product of the second round, and the fourth word after the first.</summary>
    private void OfBlocks(Vector512<ulong> blocks, out Vector512<ulong> high, out Vector512<ulong> low, out Vector512<ulong> fourth)
    {
        fourth = Product(blocks, Multiplier0);
        low = Product(Vector512.ShiftRightLogical(fourth, 32) ^ Vector512.Create((ulong)(_stream ^ _key1)), Multiplier1);
        high = Vector512.ShiftRightLogical(low, 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(
        ref Vector512<ulong> x0, ref Vector512<ulong> x1, ref Vector512<ulong> x2, ref Vector512<ulong> x3, Vector512<ulong> key0, Vector512<ulong> key1)
    {
        Vector512<ulong> product0 = Product(x0, Multiplier0), product1 = Product(x2, Multiplier1);
        x0 = Vector512.ShiftRightLogical(product1, 32) ^ x1 ^ key0;
        x1 = product1;
        x2 = Vector512.ShiftRightLogical(product0, 32) ^ x3 ^ key1;
        x3 = product0;
    }

    private static Vector512<ulong> Key(uint first, uint step, uint round) => Vector512.Create((ulong)(first + round * step));

    /// <summary>Of the lower halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Product(Vector512<ulong> words, uint factor)
        => Avx512F.Multiply(words.AsUInt32(), Vector512.Create((ulong)factor).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Store(Vector512<ulong> even, Vector512<ulong> odd, float* uniforms)
    {
        Vector512<ulong> words = Vector512.ConditionalSelect(Vector512.Create((ulong)uint.MaxValue), even, Vector512.ShiftLeft(odd, 32));
        Width512.ToUniform(words.AsUInt32()).Store(uniforms);
    }
}
