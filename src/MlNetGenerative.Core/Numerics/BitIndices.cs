using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MlNetGenerative.Core.Numerics;

/// <summary>Turns the set bits of a word into a list of their positions.</summary>
internal static unsafe class BitIndices
{
    /// <summary>Writes first + position of each set bit, ascending; up to 16 entries behind the last are overwritten.</summary>
    /// <returns>The number of set bits.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Write(uint word, int first, int* destination)
    {
        if (!Avx512F.IsSupported)
            return WriteSingly(word, first, destination);
        Vector512<int> lane = Vector512<int>.Indices;
        Vector512<int> bit = Avx512F.ShiftLeftLogicalVariable(Vector512<int>.One, Vector512<uint>.Indices);
        Vector512<int> low = Vector512.Equals(Vector512.Create((int)(word & 0xFFFF)) & bit, bit);
        Vector512<int> high = Vector512.Equals(Vector512.Create((int)(word >> 16)) & bit, bit);
        int lowCount = BitOperations.PopCount(word & 0xFFFF);
        Avx512F.Compress(Vector512<int>.Zero, low, lane + Vector512.Create(first)).Store(destination);
        Avx512F.Compress(Vector512<int>.Zero, high, lane + Vector512.Create(first + 16)).Store(destination + lowCount);
        return lowCount + BitOperations.PopCount(word >> 16);
    }

    /// <summary>The reference: bit by bit.</summary>
    public static int WriteSingly(uint word, int first, int* destination)
    {
        int count = 0;
        for (; word != 0; word &= word - 1)
            destination[count++] = first + BitOperations.TrailingZeroCount(word);
        return count;
    }
}
