using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MlNetGenerative.Core.Numerics;

/// <summary>Turns words of bits by rows into words of pairs of bits by columns, and those into lists of rows of a panel.</summary>
/// <remarks>A word of pairs holds 16: bit k and bit 16 + k belong together. Either is on, or both, which is then one entry of a list
/// instead of two.</remarks>
internal static unsafe class BitPairs
{
    /// <summary>The pairs of a word.</summary>
    public const int Size = 16;

    /// <summary>The distance of two rows of a panel in bytes, which entries of lists count in.</summary>
    public const int RowBytes = PanelMatrix.PanelWidth * sizeof(float);

    /// <summary>The entries behind the last that <see cref="List"/> may overwrite.</summary>
    public const int Slack = 16;

    private const uint One = 0x00010001;

    /// <summary>Bit k of word c of the columns is bit c of row k of the first kind, bit 16 + k that of row k of the second.</summary>
    /// <param name="first">16 words.</param>
    /// <param name="second">16 words.</param>
    /// <param name="columns">Receives 32 words.</param>
    /// <param name="stride">The distance of two columns.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OfRows(Vector512<uint> first, Vector512<uint> second, uint* columns, nint stride)
    {
        for (int column = PanelMatrix.PanelWidth - 1; column >= 0; column--)
        {
            // The bit of this column stands highest.
            columns[column * stride] = (uint)first.ExtractMostSignificantBits() | (uint)second.ExtractMostSignificantBits() << Size;
            first = Vector512.ShiftLeft(first, 1);
            second = Vector512.ShiftLeft(second, 1);
        }
    }

    /// <summary>Lists the pairs that are not 0 in columns whose bits are on in both, or in one but not in the other.</summary>
    /// <param name="one">The words of a column.</param>
    /// <param name="notOne">All bits to list where the column is off, none to list where it is on.</param>
    /// <param name="other">The words of another column.</param>
    /// <param name="notOther">Likewise.</param>
    /// <param name="words">The number of words.</param>
    /// <param name="rows">Where the row of pair 0 begins when its first is on alone (entry 1), its second alone (2), and both (3); those of
    /// other pairs follow. In bytes; entry 0 is not used.</param>
    /// <param name="list">Receives the entries; up to <see cref="Slack"/> behind the last are overwritten.</param>
    /// <returns>The place behind the last entry.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int* List(uint* one, uint notOne, uint* other, uint notOther, int words, Vector128<int> rows, int* list)
    {
        if (!Avx512BW.IsSupported)
            return ListSingly(one, notOne, other, notOther, words, rows, list);
        Vector512<float> rowsOfPair = Vector512.Create(Vector256.Create(rows, rows), Vector256.Create(rows, rows)).AsSingle();
        Vector512<int> firstRow = Vector512<int>.Indices * RowBytes;
        for (int word = 0; word < words; word++)
        {
            uint bits = (one[word] ^ notOne) & (other[word] ^ notOther);
            Vector512<uint> pair = Vector512.Create(One)
                & Avx512F.ShiftRightLogicalVariable(Vector512.Create(bits), Vector512<uint>.Indices);
            Vector512<int> which = Avx512BW.MultiplyAddAdjacent(pair.AsInt16(), Vector512.Create(0x00020001).AsInt16());
            Vector512<int> row = Avx512F.PermuteVar4x32(rowsOfPair, which).AsInt32() + firstRow;
            Avx512F.Compress(Vector512<int>.Zero, Vector512.GreaterThan(which, Vector512<int>.Zero), row).Store(list);
            list += BitOperations.PopCount((bits | bits >> Size) & ushort.MaxValue);
            firstRow += Vector512.Create(Size * RowBytes);
        }
        return list;
    }

    /// <summary>The reference: pair by pair.</summary>
    public static int* ListSingly(uint* one, uint notOne, uint* other, uint notOther, int words, Vector128<int> rows, int* list)
    {
        for (int word = 0; word < words; word++)
        {
            uint bits = (one[word] ^ notOne) & (other[word] ^ notOther);
            for (uint some = (bits | bits >> Size) & ushort.MaxValue; some != 0; some &= some - 1)
            {
                int pair = BitOperations.TrailingZeroCount(some);
                uint both = bits >> pair & One;
                *list++ = rows[(int)(both | both >> (Size - 1)) & 3] + (word * Size + pair) * RowBytes;
            }
        }
        return list;
    }
}
