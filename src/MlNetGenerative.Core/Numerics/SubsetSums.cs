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

    /// <summary>The number of groups that rows make.</summary>
    public static int Groups(int rows) => (rows + GroupSize - 1) / GroupSize;

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
                TFloat s3 = TWidth.Add(r0, r1);
                TFloat s5 = TWidth.Add(r0, r2), s6 = TWidth.Add(r1, r2), s7 = TWidth.Add(s3, r2);
                TWidth.Store(zero, to);
                TWidth.Store(r0, to + PanelWidth);
                TWidth.Store(r1, to + 2 * PanelWidth);
                TWidth.Store(s3, to + 3 * PanelWidth);
                TWidth.Store(r2, to + 4 * PanelWidth);
                TWidth.Store(s5, to + 5 * PanelWidth);
                TWidth.Store(s6, to + 6 * PanelWidth);
                TWidth.Store(s7, to + 7 * PanelWidth);
                TWidth.Store(r3, to + 8 * PanelWidth);
                TWidth.Store(TWidth.Add(r0, r3), to + 9 * PanelWidth);
                TWidth.Store(TWidth.Add(r1, r3), to + 10 * PanelWidth);
                TWidth.Store(TWidth.Add(s3, r3), to + 11 * PanelWidth);
                TWidth.Store(TWidth.Add(r2, r3), to + 12 * PanelWidth);
                TWidth.Store(TWidth.Add(s5, r3), to + 13 * PanelWidth);
                TWidth.Store(TWidth.Add(s6, r3), to + 14 * PanelWidth);
                TWidth.Store(TWidth.Add(s7, r3), to + 15 * PanelWidth);
            }
        }
    }
}
