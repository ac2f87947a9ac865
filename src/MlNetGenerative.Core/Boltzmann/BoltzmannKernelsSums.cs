using System.Runtime.CompilerServices;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

/// <content>Sums of rows that lists of samples choose.</content>
internal sealed unsafe partial class BoltzmannKernels<TWidth, TFloat, TUInt>
{
    /// <summary>The sum of the rows of a list, two vectors wide, and the list behind it.</summary>
    /// <param name="rows">What the list's entries count from.</param>
    /// <param name="list">Where rows begin, in bytes.</param>
    /// <param name="count">The length of the list, even.</param>
    /// <param name="sum0">The first vector of the sum.</param>
    /// <param name="sum1">The second.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SumListedRows(float* rows, ref int* list, int count, out TFloat sum0, out TFloat sum1)
    {
        TFloat zero = TWidth.Broadcast(0);
        TFloat a0 = zero, a1 = zero, b0 = zero, b1 = zero;
        int* next = list, end = list + count;
        for (; next < end; next += OnSamples.ListStep)
        {
            ulong two = *(ulong*)next;
            float* a = (float*)((byte*)rows + (uint)two), b = (float*)((byte*)rows + (two >> 32));
            a0 = TWidth.Add(a0, TWidth.Load(a));
            a1 = TWidth.Add(a1, TWidth.Load(a + TWidth.Count));
            b0 = TWidth.Add(b0, TWidth.Load(b));
            b1 = TWidth.Add(b1, TWidth.Load(b + TWidth.Count));
        }
        list = next;
        sum0 = TWidth.Add(a0, b0);
        sum1 = TWidth.Add(a1, b1);
    }

    /// <summary>The sums of the rows of data times the grey values of two neighbouring units, each two vectors wide.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SumGreyRows(
        float* rows, GreySamples grey, nint neighbours, out TFloat first0, out TFloat first1, out TFloat second0, out TFloat second1)
    {
        int* row = grey.Rows + grey.Start[neighbours];
        float* values = grey.Values + 2 * (nint)grey.Start[neighbours];
        TFloat zero = TWidth.Broadcast(0);
        TFloat a0 = zero, a1 = zero, b0 = zero, b1 = zero, c0 = zero, c1 = zero, d0 = zero, d1 = zero;
        for (int* end = row + grey.Count[neighbours]; row < end; row += GreySamples.ListStep, values += 2 * GreySamples.ListStep)
        {
            ulong two = *(ulong*)row;
            float* one = (float*)((byte*)rows + (uint)two), other = (float*)((byte*)rows + (two >> 32));
            TWidth.BroadcastFour(values, out TFloat va, out TFloat vb, out TFloat vc, out TFloat vd);
            TFloat h0 = TWidth.Load(one), h1 = TWidth.Load(one + TWidth.Count);
            a0 = TWidth.FusedMultiplyAdd(va, h0, a0);
            a1 = TWidth.FusedMultiplyAdd(va, h1, a1);
            b0 = TWidth.FusedMultiplyAdd(vb, h0, b0);
            b1 = TWidth.FusedMultiplyAdd(vb, h1, b1);
            h0 = TWidth.Load(other);
            h1 = TWidth.Load(other + TWidth.Count);
            c0 = TWidth.FusedMultiplyAdd(vc, h0, c0);
            c1 = TWidth.FusedMultiplyAdd(vc, h1, c1);
            d0 = TWidth.FusedMultiplyAdd(vd, h0, d0);
            d1 = TWidth.FusedMultiplyAdd(vd, h1, d1);
        }
        first0 = TWidth.Add(a0, c0);
        first1 = TWidth.Add(a1, c1);
        second0 = TWidth.Add(b0, d0);
        second1 = TWidth.Add(b1, d1);
    }
}
