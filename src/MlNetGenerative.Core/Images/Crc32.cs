namespace MlNetGenerative.Core.Images;

/// <summary>The cyclic redundancy check of PNG chunks (annex D of the specification), four bits at a time.</summary>
internal static class Crc32
{
    /// <summary>The value to begin with; the finished check is the complement.</summary>
    internal const uint Start = 0xFFFFFFFF;

    // The remainders of 0..15 for the reflected polynomial EDB88320.
    private static ReadOnlySpan<uint> Remainders =>
    [
        0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC, 0x76DC4190, 0x6B6B51F4, 0x4DB26158, 0x5005713C,
        0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C, 0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C,
    ];

    internal static uint Append(uint check, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            check ^= value;
            check = Remainders[(int)(check & 15)] ^ (check >> 4);
            check = Remainders[(int)(check & 15)] ^ (check >> 4);
        }
        return check;
    }
}
