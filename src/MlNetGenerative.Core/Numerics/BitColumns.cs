using System.Runtime.Intrinsics;

namespace MlNetGenerative.Core.Numerics;

/// <summary>Turns words of bits by rows into words of bits by columns.</summary>
internal static unsafe class BitColumns
{
    /// <summary>The rows that are turned together, and the columns that they have.</summary>
    public const int Size = 32;

    /// <summary>Bit r of word c of the columns is bit c of word r of the rows.</summary>
    /// <param name="rows">32 words.</param>
    /// <param name="columns">Receives 32 words.</param>
    /// <param name="stride">The distance of two columns.</param>
    public static void OfRows(uint* rows, uint* columns, nint stride)
    {
        Vector512<uint> lower = Vector512.Load(rows), upper = Vector512.Load(rows + Vector512<uint>.Count);
        for (int column = Size - 1; column >= 0; column--)
        {
            // The bit of this column stands highest.
            columns[column * stride] = (uint)lower.ExtractMostSignificantBits() | (uint)upper.ExtractMostSignificantBits() << Vector512<uint>.Count;
            lower = Vector512.ShiftLeft(lower, 1);
            upper = Vector512.ShiftLeft(upper, 1);
        }
    }
}
