using System.Buffers.Binary;
using System.IO.Compression;
using MlNetGenerative.Core.Persistence;

namespace MlNetGenerative.Core.Images;

/// <summary>Writes PNG files with 8 bits a channel.</summary>
/// <remarks>W3C, "Portable Network Graphics (PNG) Specification", third edition: signature, IHDR, one IDAT, IEND, rows without filter.</remarks>
public static class PngImage
{
    private const byte Greyscale = 0;
    private const byte TrueColour = 2;

    /// <summary>Writes a grey image, replacing what is there.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Number of rows.</param>
    /// <param name="grey">One byte a pixel, row by row, 0 black, 255 white.</param>
    /// <exception cref="ArgumentException">The number of bytes does not match the size.</exception>
    public static void Save(string path, int width, int height, ReadOnlySpan<byte> grey) =>
        Save(path, width, height, grey, Greyscale, bytesPerPixel: 1);

    /// <summary>Writes a colour image, replacing what is there.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Number of rows.</param>
    /// <param name="rgb">Red, green and blue of each pixel, row by row.</param>
    /// <exception cref="ArgumentException">The number of bytes does not match the size.</exception>
    public static void SaveRgb(string path, int width, int height, ReadOnlySpan<byte> rgb) =>
        Save(path, width, height, rgb, TrueColour, bytesPerPixel: 3);

    private static void Save(string path, int width, int height, ReadOnlySpan<byte> pixels, byte colourType, int bytesPerPixel)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (pixels.Length != (long)width * height * bytesPerPixel)
            throw new ArgumentException(
                $"An image of {width} × {height} pixels with {bytesPerPixel} bytes each has {(long)width * height * bytesPerPixel} bytes, got {pixels.Length}.",
                nameof(pixels));

        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        header[9] = colourType;
        byte[] data = Compress(pixels, width * bytesPerPixel);
        AtomicFile.Write(path, stream =>
        {
            stream.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
            WriteChunk(stream, "IHDR"u8, header);
            WriteChunk(stream, "IDAT"u8, data);
            WriteChunk(stream, "IEND"u8, []);
        });
    }

    private static byte[] Compress(ReadOnlySpan<byte> pixels, int rowLength)
    {
        using MemoryStream compressed = new();
        using (ZLibStream zlib = new(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (int start = 0; start < pixels.Length; start += rowLength)
            {
                zlib.WriteByte(0);   // filter type "none" before each row
                zlib.Write(pixels.Slice(start, rowLength));
            }
        }
        return compressed.ToArray();
    }

    private static void WriteChunk(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        stream.Write(number);
        stream.Write(type);
        stream.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc32.Append(Crc32.Append(Crc32.Start, type), data));
        stream.Write(number);
    }
}
