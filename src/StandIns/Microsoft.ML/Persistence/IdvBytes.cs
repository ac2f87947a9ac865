using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Checks that reading IDV needs before it takes memory.</summary>
internal static class IdvBytes
{
    public static long Left(BinaryReader reader) => reader.BaseStream.Length - reader.BaseStream.Position;

    public static void Check(bool condition, string problem)
    {
        if (!condition)
            throw Contracts.ExceptDecode($"Corrupt binary data view: {problem}");
    }

    /// <summary>A count that announces at least so many bytes each.</summary>
    public static int CheckCount(BinaryReader reader, int count, int bytesEach)
    {
        Check(count >= 0 && (long)count * bytesEach <= Left(reader), $"{count} values are announced, {Left(reader)} bytes are left");
        return count;
    }
}
