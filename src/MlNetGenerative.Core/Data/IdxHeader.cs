using System.Buffers.Binary;
using System.Globalization;

namespace MlNetGenerative.Core.Data;

/// <summary>The first bytes of an IDX file: two zero bytes, a type code, the number of dimensions, and the dimensions as big-endian 32-bit numbers.</summary>
internal sealed class IdxHeader
{
    private const byte UnsignedByteTypeCode = 0x08;

    private IdxHeader(int[] dimensions, int itemLength)
    {
        Dimensions = dimensions;
        ItemLength = itemLength;
    }

    /// <summary>The number of items first, then the shape of one item.</summary>
    internal IReadOnlyList<int> Dimensions { get; }

    /// <summary>Bytes of one item: the product of all dimensions but the first.</summary>
    internal int ItemLength { get; }

    internal int Count => Dimensions[0];

    /// <summary>Bytes that the header takes.</summary>
    internal int Length => 4 + 4 * Dimensions.Count;

    /// <summary>Bytes of all items.</summary>
    internal long DataLength => (long)Count * ItemLength;

    /// <exception cref="InvalidDataException">The stream does not start with the header of an IDX file of unsigned bytes.</exception>
    internal static IdxHeader Read(Stream stream, string path)
    {
        Span<byte> magic = stackalloc byte[4];
        int got = stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        if (got < magic.Length)
            throw IdxError.Create(path, 0, "the 4 bytes of an IDX magic number", $"{got} bytes", "The file is truncated or is not an IDX file");
        if (magic[0] != 0 || magic[1] != 0)
            throw IdxError.Create(path, 0, "magic number 00 00 08 NN", $"{magic[0]:X2} {magic[1]:X2} {magic[2]:X2} {magic[3]:X2}", "This is not an IDX file");
        if (magic[2] != UnsignedByteTypeCode)
            throw IdxError.Create(path, 2, "type code 08 (unsigned byte)", DescribeTypeCode(magic[2]), "Only IDX files of unsigned bytes are read: convert the file");
        int rank = magic[3];
        if (rank == 0)
            throw IdxError.Create(path, 3, "1 to 255 dimensions", "0", "The header is damaged");

        byte[] bytes = new byte[4 * rank];
        got = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (got < bytes.Length)
            throw IdxError.Create(path, 4, $"{bytes.Length} bytes for {rank} dimensions", $"{got} bytes", "The file is truncated");
        return ParseDimensions(bytes, path);
    }

    private static IdxHeader ParseDimensions(ReadOnlySpan<byte> bytes, string path)
    {
        int[] dimensions = new int[bytes.Length / 4];
        long itemLength = 1;
        for (int i = 0; i < dimensions.Length; i++)
        {
            uint dimension = BinaryPrimitives.ReadUInt32BigEndian(bytes[(4 * i)..]);
            // A file without items is valid; items without bytes are not.
            int minimum = i == 0 ? 0 : 1;
            if (dimension < minimum || dimension > int.MaxValue)
                throw IdxError.Create(path, 4 + 4 * i, $"dimension {i + 1} from {minimum} to {int.MaxValue}",
                    dimension.ToString(CultureInfo.InvariantCulture), "The header is damaged");
            dimensions[i] = (int)dimension;
            if (i > 0)
                itemLength *= dimension;
            if (itemLength > Array.MaxLength)
                throw IdxError.Create(path, 4 + 4 * i, $"items of at most {Array.MaxLength} bytes", $"{itemLength} bytes after dimension {i + 1}",
                    "The header is damaged");
        }
        return new IdxHeader(dimensions, (int)itemLength);
    }

    private static string DescribeTypeCode(byte code) => code switch
    {
        0x09 => "09 (signed byte)",
        0x0B => "0B (16-bit integer)",
        0x0C => "0C (32-bit integer)",
        0x0D => "0D (single-precision number)",
        0x0E => "0E (double-precision number)",
        _ => $"{code:X2} (unknown)",
    };
}
