namespace MlNetGenerative.Core.Training;

/// <summary>64 bits of a row's content: the same for equal rows, on every machine.</summary>
internal static class RowDigest
{
    private const ulong Start = 0x9E3779B97F4A7C15;
    private const ulong Multiplier = 0xD6E8FEB86659FD93;

    /// <summary>The digest of a row given by its non-zero entries.</summary>
    public static ulong Of(ReadOnlySpan<int> indices, ReadOnlySpan<float> values)
    {
        ulong digest = Start;
        for (int i = 0; i < indices.Length; i++)
        {
            digest = (digest ^ ((ulong)(uint)indices[i] << 32 | BitConverter.SingleToUInt32Bits(values[i]))) * Multiplier;
            digest ^= digest >> 32;
        }
        return digest;
    }
}
