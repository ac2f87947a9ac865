using System.Buffers.Binary;
using System.IO.Compression;

namespace MlNetGenerative.Core.Tests.Data;

/// <summary>Bytes of IDX files, sound ones and broken ones.</summary>
internal static class IdxBytes
{
    /// <summary>A header and then bytes that count up, so that every item is different and known.</summary>
    internal static byte[] File(params uint[] dimensions)
    {
        long length = dimensions.Aggregate(1L, (product, dimension) => product * dimension);
        byte[] header = Header(dimensions);
        byte[] file = new byte[header.Length + length];
        header.CopyTo(file, 0);
        for (int i = 0; i < length; i++)
            file[header.Length + i] = Value(i);
        return file;
    }

    internal static byte Value(int position) => (byte)(position * 7 + position / 256);

    internal static byte[] Header(params uint[] dimensions)
    {
        byte[] header = new byte[4 + 4 * dimensions.Length];
        header[2] = 0x08;
        header[3] = (byte)dimensions.Length;
        for (int i = 0; i < dimensions.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4 + 4 * i), dimensions[i]);
        return header;
    }

    internal static byte[] Gzip(byte[] content)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal))
            gzip.Write(content);
        return packed.ToArray();
    }
}
