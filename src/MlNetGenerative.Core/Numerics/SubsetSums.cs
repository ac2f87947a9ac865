using System.Runtime.CompilerServices;

namespace MlNetGenerative.Core.Numerics;

/// <summary>Sums of all subsets of each four neighbouring rows of a panel.</summary>
/// <remarks>
/// <para>A sum of the rows whose bits are set then takes one addition for each four bits that are not all zero, instead of one for each bit
/// that is set. V. L. Arlazarov, E. A. Dinic, M. A. Kronrod and I. A. Faradzev, "On economical construction of the transitive closure of a
/// directed graph", 1970 (the method of four Russians).</para>
/// <para>The table has 16 rows for each group of four: row 16 g + s is the sum of the rows 4 g + k for which bit k of s is set; row 0 is
/// zero.</para>
/// </remarks>
internal static unsafe class SubsetSums
{
    /// <summary>Rows that form a group.</summary>
    public const int GroupSize = 4;

    /// <summary>Subsets of a group.</summary>
    public const int Subsets = 16;

    private const int PanelWidth = PanelMatrix.PanelWidth;

    /// <summary>A table takes time to fill: so many samples must share it.</summary>
    public const int FewestSamples = 40;

    /// <summary>Fills the table.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="tableCount">The number of rows that the table is for; those that are not there count as zero.</param>
    /// <param name="table">Receives 16 rows for each group.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill<TWidth, TFloat, TUInt>(float* rows, int count, int tableCount, float* table)
        where TWidth : struct, IVectorWidth<TFloat, TUInt>
        where TFloat : unmanaged
        where TUInt : unmanaged
    {
        TFloat zero = TWidth.Broadcast(0);
        for (int row = 0; row < tableCount; row += GroupSize, table += Subsets * PanelWidth, rows += GroupSize * PanelWidth)
        {
            for (int column = 0; column < PanelWidth; column += TWidth.Count)
            {
                float* to = table + column;
                TFloat r0 = row < count ? TWidth.Load(rows + column) : zero;
                TFloat r1 = row + 1 < count ? TWidth.Load(rows + PanelWidth + column) : zero;
                TFloat r2 = row + 2 < count ? TWidth.Load(rows + 2 * PanelWidth + column) : zero;
                TFloat r3 = row + 3 < count ? TWidth.Load(rows + 3 * PanelWidth + column) : zero;
                Store<Numbers<TWidth, TFloat, TUInt>, TFloat>(zero, r0, r1, r2, r3, (byte*)to, PanelWidth * sizeof(float));
            }
        }
    }

    /// <summary>Stores the sums of all subsets of four rows, a vector wide.</summary>
    /// <param name="zero">No row.</param>
    /// <param name="r0">The first row; others follow.</param>
    /// <param name="r1">The second.</param>
    /// <param name="r2">The third.</param>
    /// <param name="r3">The fourth.</param>
    /// <param name="table">Receives 16 vectors.</param>
    /// <param name="rowBytes">The distance of two of them.</param>
    /// <returns>The sum of all four.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Store<TSums, TVector>(TVector zero, TVector r0, TVector r1, TVector r2, TVector r3, byte* table, nint rowBytes)
        where TSums : struct, ISums<TVector>
    {
        TVector s3 = TSums.Add(r0, r1), s5 = TSums.Add(r0, r2), s6 = TSums.Add(r1, r2), s7 = TSums.Add(s3, r2), s15 = TSums.Add(s7, r3);
        TSums.Store(zero, table);
        TSums.Store(r0, table + rowBytes);
        TSums.Store(r1, table + 2 * rowBytes);
        TSums.Store(s3, table + 3 * rowBytes);
        TSums.Store(r2, table + 4 * rowBytes);
        TSums.Store(s5, table + 5 * rowBytes);
        TSums.Store(s6, table + 6 * rowBytes);
        TSums.Store(s7, table + 7 * rowBytes);
        TSums.Store(r3, table + 8 * rowBytes);
        TSums.Store(TSums.Add(r0, r3), table + 9 * rowBytes);
        TSums.Store(TSums.Add(r1, r3), table + 10 * rowBytes);
        TSums.Store(TSums.Add(s3, r3), table + 11 * rowBytes);
        TSums.Store(TSums.Add(r2, r3), table + 12 * rowBytes);
        TSums.Store(TSums.Add(s5, r3), table + 13 * rowBytes);
        TSums.Store(TSums.Add(s6, r3), table + 14 * rowBytes);
        TSums.Store(s15, table + 15 * rowBytes);
        return s15;
    }

    /// <summary>How rows of a kind are added and stored.</summary>
    internal interface ISums<TVector>
    {
        static abstract TVector Add(TVector left, TVector right);

        static abstract void Store(TVector sum, byte* destination);
    }

    /// <summary>Rows of numbers in single precision.</summary>
    private readonly struct Numbers<TWidth, TFloat, TUInt> : ISums<TFloat>
        where TWidth : struct, IVectorWidth<TFloat, TUInt>
        where TFloat : unmanaged
        where TUInt : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Add(TFloat left, TFloat right) => TWidth.Add(left, right);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Store(TFloat sum, byte* destination) => TWidth.Store(sum, (float*)destination);
    }
}
