using System.Runtime.CompilerServices;
using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MlNetGenerative.Core.Numerics;

/// <summary>Finds the entries of a dense vector that are not zero.</summary>
internal static class NonZeros
{
    /// <summary>Lists the entries that are not zero, in ascending order; NaN is one.</summary>
    /// <param name="values">The vector.</param>
    /// <param name="indices">Receives their places; as long as the vector.</param>
    /// <param name="nonZero">Receives their values; as long as the vector.</param>
    /// <returns>Their number.</returns>
    /// <remarks>Where the processor compresses vectors, a digit of 784 pixels takes a tenth of the time that finding one entry after the other
    /// takes.</remarks>
    public static int Find(ReadOnlySpan<float> values, Span<int> indices, Span<float> nonZero)
    {
        if (indices.Length < values.Length || nonZero.Length < values.Length)
            throw new ArgumentException($"There must be room for {values.Length} entries.", nameof(indices));
        int count = Avx512F.IsSupported ? Compress(values, indices, nonZero) : 0;
        return FindSingly(values, Avx512F.IsSupported ? values.Length / Vector512<float>.Count * Vector512<float>.Count : 0, indices, nonZero, count);
    }

    /// <summary>Whole vectors of 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe int Compress(ReadOnlySpan<float> values, Span<int> indices, Span<float> nonZero)
    {
        fixed (float* value = values, found = nonZero)
        fixed (int* place = indices)
        {
            int count = 0;
            Vector512<int> places = Vector512<int>.Indices;
            for (int from = 0; from + Vector512<float>.Count <= values.Length; from += Vector512<float>.Count)
            {
                // What lies behind the entries found is written too; at most up to the vector's end, since no more are found than were looked at.
                Vector512<float> here = Vector512.Load(value + from);
                Vector512<float> chosen = Avx512F.CompareNotEqual(here, Vector512<float>.Zero);
                Avx512F.Compress(Vector512<float>.Zero, chosen, here).Store(found + count);
                Avx512F.Compress(Vector512<int>.Zero, chosen.AsInt32(), places).Store(place + count);
                count += BitOperations.PopCount(chosen.ExtractMostSignificantBits());
                places += Vector512.Create(Vector512<int>.Count);
            }
            return count;
        }
    }

    private static int FindSingly(ReadOnlySpan<float> values, int from, Span<int> indices, Span<float> nonZero, int count)
    {
        for (; from + Vector256<float>.Count <= values.Length; from += Vector256<float>.Count)
        {
            Vector256<float> zeros = Vector256.Equals(Vector256.Create(values[from..]), Vector256<float>.Zero);
            for (uint left = ~zeros.ExtractMostSignificantBits() & byte.MaxValue; left != 0; left &= left - 1)
            {
                int entry = from + BitOperations.TrailingZeroCount(left);
                indices[count] = entry;
                nonZero[count++] = values[entry];
            }
        }
        for (; from < values.Length; from++)
        {
            if (values[from] == 0)
                continue;
            indices[count] = from;
            nonZero[count++] = values[from];
        }
        return count;
    }
}
