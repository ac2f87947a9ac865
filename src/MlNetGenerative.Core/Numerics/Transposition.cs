using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MlNetGenerative.Core.Numerics;

/// <summary>Copies a rectangle with rows and columns exchanged.</summary>
internal static unsafe class Transposition
{
    /// <summary>destination[column][row] = source[row][column].</summary>
    public static void Copy(float* source, int sourceStride, float* destination, int destinationStride, int rows, int columns)
    {
        int wholeRows = 0, wholeColumns = 0;
        if (Avx512F.IsSupported)
        {
            wholeRows = rows / 16 * 16;
            wholeColumns = columns / 16 * 16;
            for (int row = 0; row < wholeRows; row += 16)
                for (int column = 0; column < wholeColumns; column += 16)
                    Copy16(
                        source + row * sourceStride + column, sourceStride, destination + column * destinationStride + row, destinationStride);
        }
        else if (Sse.IsSupported)
        {
            wholeRows = rows / 4 * 4;
            wholeColumns = columns / 4 * 4;
            for (int row = 0; row < wholeRows; row += 4)
                for (int column = 0; column < wholeColumns; column += 4)
                    Copy4(
                        source + row * sourceStride + column, sourceStride, destination + column * destinationStride + row, destinationStride);
        }
        CopySingly(source, sourceStride, destination, destinationStride, 0, wholeRows, wholeColumns, columns);
        CopySingly(source, sourceStride, destination, destinationStride, wholeRows, rows, 0, columns);
    }

    /// <summary>The reference: entry by entry, of rows and columns in ranges.</summary>
    public static void CopySingly(
        float* source, int sourceStride, float* destination, int destinationStride, int fromRow, int toRow, int fromColumn, int toColumn)
    {
        for (int row = fromRow; row < toRow; row++)
            for (int column = fromColumn; column < toColumn; column++)
                destination[column * destinationStride + row] = source[row * sourceStride + column];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy4(float* source, int sourceStride, float* destination, int destinationStride)
    {
        Vector128<float> r0 = Vector128.Load(source), r1 = Vector128.Load(source + sourceStride);
        Vector128<float> r2 = Vector128.Load(source + 2 * sourceStride), r3 = Vector128.Load(source + 3 * sourceStride);
        Vector128<float> t0 = Sse.UnpackLow(r0, r1), t1 = Sse.UnpackHigh(r0, r1), t2 = Sse.UnpackLow(r2, r3), t3 = Sse.UnpackHigh(r2, r3);
        Sse.MoveLowToHigh(t0, t2).Store(destination);
        Sse.MoveHighToLow(t2, t0).Store(destination + destinationStride);
        Sse.MoveLowToHigh(t1, t3).Store(destination + 2 * destinationStride);
        Sse.MoveHighToLow(t3, t1).Store(destination + 3 * destinationStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy16(float* source, int sourceStride, float* destination, int destinationStride)
    {
        float* rows = source;
        Transpose4Rows(
            rows, sourceStride, out Vector512<float> a0, out Vector512<float> a1, out Vector512<float> a2, out Vector512<float> a3);
        rows += 4 * sourceStride;
        Transpose4Rows(
            rows, sourceStride, out Vector512<float> b0, out Vector512<float> b1, out Vector512<float> b2, out Vector512<float> b3);
        rows += 4 * sourceStride;
        Transpose4Rows(
            rows, sourceStride, out Vector512<float> c0, out Vector512<float> c1, out Vector512<float> c2, out Vector512<float> c3);
        rows += 4 * sourceStride;
        Transpose4Rows(
            rows, sourceStride, out Vector512<float> d0, out Vector512<float> d1, out Vector512<float> d2, out Vector512<float> d3);
        StoreQuarters(a0, b0, c0, d0, destination, destinationStride);
        StoreQuarters(a1, b1, c1, d1, destination + destinationStride, destinationStride);
        StoreQuarters(a2, b2, c2, d2, destination + 2 * destinationStride, destinationStride);
        StoreQuarters(a3, b3, c3, d3, destination + 3 * destinationStride, destinationStride);
    }

    /// <summary>Of four rows: quarter q of result k holds column 4 q + k of the four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose4Rows(
        float* source, int stride, out Vector512<float> x0, out Vector512<float> x1, out Vector512<float> x2, out Vector512<float> x3)
    {
        Vector512<float> r0 = Vector512.Load(source), r1 = Vector512.Load(source + stride);
        Vector512<float> r2 = Vector512.Load(source + 2 * stride), r3 = Vector512.Load(source + 3 * stride);
        Vector512<double> t0 = Avx512F.UnpackLow(r0, r1).AsDouble(), t1 = Avx512F.UnpackHigh(r0, r1).AsDouble();
        Vector512<double> t2 = Avx512F.UnpackLow(r2, r3).AsDouble(), t3 = Avx512F.UnpackHigh(r2, r3).AsDouble();
        x0 = Avx512F.UnpackLow(t0, t2).AsSingle();
        x1 = Avx512F.UnpackHigh(t0, t2).AsSingle();
        x2 = Avx512F.UnpackLow(t1, t3).AsSingle();
        x3 = Avx512F.UnpackHigh(t1, t3).AsSingle();
    }

    /// <summary>Writes quarter q of the four vectors, one after the other, as row 4 q.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreQuarters(
        Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, float* destination, int stride)
    {
        Vector512<float> ab01 = Avx512F.Shuffle4x128(a, b, 0b01_00_01_00), ab23 = Avx512F.Shuffle4x128(a, b, 0b11_10_11_10);
        Vector512<float> cd01 = Avx512F.Shuffle4x128(c, d, 0b01_00_01_00), cd23 = Avx512F.Shuffle4x128(c, d, 0b11_10_11_10);
        Avx512F.Shuffle4x128(ab01, cd01, 0b10_00_10_00).Store(destination);
        Avx512F.Shuffle4x128(ab01, cd01, 0b11_01_11_01).Store(destination + 4 * stride);
        Avx512F.Shuffle4x128(ab23, cd23, 0b10_00_10_00).Store(destination + 8 * stride);
        Avx512F.Shuffle4x128(ab23, cd23, 0b11_01_11_01).Store(destination + 12 * stride);
    }
}
