using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace MlNetGenerative.Core.Tests.Images;

/// <summary>A reader of the PNG files written here, from the specification, sharing no code with the writer: every checksum is compared,
/// computed bit by bit.</summary>
internal static class PngReader
{
    internal static (int Width, int Height, int ColourType, byte[] Pixels) Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        CollectionAssert.AreEqual(new byte[] { 137, 80, 78, 71, 13, 10, 26, 10 }, file[..8]);
        List<(string Type, byte[] Data)> chunks = ReadChunks(file.AsSpan(8));
        CollectionAssert.AreEqual(new[] { "IHDR", "IDAT", "IEND" }, chunks.Select(chunk => chunk.Type).ToArray());

        byte[] header = chunks[0].Data;
        CollectionAssert.AreEqual(new byte[] { 8 }, header[8..9]);
        CollectionAssert.AreEqual(new byte[3], header[10..]);
        int width = BinaryPrimitives.ReadInt32BigEndian(header);
        int height = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4));
        int rowLength = width * (header[9] == 2 ? 3 : 1);
        using ZLibStream zlib = new(new MemoryStream(chunks[1].Data), CompressionMode.Decompress);
        using MemoryStream rows = new();
        zlib.CopyTo(rows);
        Assert.AreEqual(height * (rowLength + 1), rows.Length);

        byte[] pixels = new byte[height * rowLength];
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<byte> row = rows.ToArray().AsSpan(y * (rowLength + 1), rowLength + 1);
            Assert.AreEqual(0, row[0]);
            row[1..].CopyTo(pixels.AsSpan(y * rowLength));
        }
        return (width, height, header[9], pixels);
    }

    private static List<(string Type, byte[] Data)> ReadChunks(ReadOnlySpan<byte> bytes)
    {
        List<(string, byte[])> chunks = [];
        while (!bytes.IsEmpty)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(bytes);
            Assert.AreEqual(Check(bytes.Slice(4, 4 + length)), BinaryPrimitives.ReadUInt32BigEndian(bytes[(8 + length)..]));
            chunks.Add((Encoding.ASCII.GetString(bytes.Slice(4, 4)), bytes.Slice(8, length).ToArray()));
            bytes = bytes[(12 + length)..];
        }
        return chunks;
    }

    private static uint Check(ReadOnlySpan<byte> bytes)
    {
        uint check = uint.MaxValue;
        foreach (byte value in bytes)
            for (int bit = 0; bit < 8; bit++)
                check = (check >> 1) ^ ((((uint)value >> bit) ^ check) & 1) * 0xEDB88320u;
        return ~check;
    }
}
