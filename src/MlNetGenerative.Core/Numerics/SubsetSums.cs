using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MlNetGenerative.Core.Numerics;

/// <summary>Sums of all subsets of each four neighbouring rows of a panel, and lists of the subsets that a pattern of bits needs.</summary>
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
    public static void Fill<TWidth, TFloat, TUInt>(float* rows, int count, int tableCount, float* table)
        where TWidth : struct, IVectorWidth<TFloat, TUInt>
        where TFloat : unmanaged
        where TUInt : unmanaged
        => Fill<TWidth, TFloat, TUInt>(rows, (count + 1) / 2, rows + PanelWidth, count / 2, 2 * PanelWidth, (tableCount + 1) / 2, table);

    /// <summary>Fills the table for rows of two kinds in turn: row 2 r is row r of the first kind, row 2 r + 1 row r of the second.</summary>
    /// <param name="even">The rows of the first kind.</param>
    /// <param name="evenCount">Their number.</param>
    /// <param name="odd">The rows of the second kind.</param>
    /// <param name="oddCount">Their number; rows of either kind that are not there count as zero.</param>
    /// <param name="table">Receives 16 rows for each group.</param>
    public static void FillInterleaved<TWidth, TFloat, TUInt>(float* even, int evenCount, float* odd, int oddCount, float* table)
        where TWidth : struct, IVectorWidth<TFloat, TUInt>
        where TFloat : unmanaged
        where TUInt : unmanaged
        => Fill<TWidth, TFloat, TUInt>(even, evenCount, odd, oddCount, PanelWidth, Math.Max(evenCount, oddCount), table);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fill<TWidth, TFloat, TUInt>(
        float* even, int evenCount, float* odd, int oddCount, nint stride, int pairs, float* table)
        where TWidth : struct, IVectorWidth<TFloat, TUInt>
        where TFloat : unmanaged
        where TUInt : unmanaged
    {
        TFloat zero = TWidth.Broadcast(0);
        for (int pair = 0; pair < pairs; pair += 2, table += Subsets * PanelWidth, even += 2 * stride, odd += 2 * stride)
        {
            for (int column = 0; column < PanelWidth; column += TWidth.Count)
            {
                float* to = table + column;
                TFloat r0 = pair < evenCount ? TWidth.Load(even + column) : zero;
                TFloat r1 = pair < oddCount ? TWidth.Load(odd + column) : zero;
                TFloat r2 = pair + 1 < evenCount ? TWidth.Load(even + stride + column) : zero;
                TFloat r3 = pair + 1 < oddCount ? TWidth.Load(odd + stride + column) : zero;
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

    /// <summary>The table's rows for words of bits, in ascending order, filled up with the zero row to a multiple of four.</summary>
    /// <param name="words">The bits: bit k of word w stands for row 32 w + k.</param>
    /// <param name="stride">The distance of the words.</param>
    /// <param name="count">The number of words.</param>
    /// <param name="list">Receives the rows; needs room for 8 entries a word and 16 more.</param>
    /// <returns>The number of entries.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int List(uint* words, nint stride, int count, int* list)
    {
        int* next = list;
        for (int word = 0; word < count; word++)
            next += ListWord(words[word * stride], word * 8 * Subsets, next);
        while ((next - list) % 4 != 0)
            *next++ = 0;
        return (int)(next - list);
    }

    /// <summary>The room that <see cref="List"/> needs for a number of words.</summary>
    public static int ListCapacity(int words) => 8 * words + 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ListWord(uint word, int firstRow, int* list)
    {
        if (!Avx512F.VL.IsSupported)
            return ListWordSingly(word, firstRow, list);
        Vector256<int> subset = Avx2.ShiftRightLogicalVariable(
            Vector256.Create((int)word), Vector256.Create(0u, 4, 8, 12, 16, 20, 24, 28)) & Vector256.Create(15);
        Vector256<int> row = subset + (Vector256<int>.Indices * Subsets + Vector256.Create(firstRow));
        Vector256<int> needed = Vector256.GreaterThan(subset, Vector256<int>.Zero);
        Avx512F.VL.Compress(Vector256<int>.Zero, needed, row).Store(list);
        return System.Numerics.BitOperations.PopCount(needed.ExtractMostSignificantBits());
    }

    /// <summary>The reference: subset by subset.</summary>
    internal static int ListWordSingly(uint word, int firstRow, int* list)
    {
        int count = 0;
        for (int group = 0; group < 8; group++)
        {
            int subset = (int)(word >> (4 * group)) & 15;
            list[count] = firstRow + group * Subsets + subset;
            count += subset != 0 ? 1 : 0;
        }
        return count;
    }
}
