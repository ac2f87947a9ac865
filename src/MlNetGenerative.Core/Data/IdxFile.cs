using System.IO.Compression;

namespace MlNetGenerative.Core.Data;

/// <summary>
/// An IDX file of unsigned bytes, the format of MNIST and its relatives: a number of items of one shape, plain or compressed with gzip
/// (told apart by the first bytes, not by the name). Holds no open file: every <see cref="IdxReader"/> opens its own.
/// </summary>
/// <remarks>
/// <see cref="Open"/> checks the header, and of a plain file the length. Length and checksum of a compressed file are checked when a
/// reader comes to its end. The format: Y. LeCun, C. Cortes, C. J. C. Burges, "The MNIST database of handwritten digits", section "File formats".
/// </remarks>
public sealed class IdxFile
{
    // Deflate packs at most 1032 bytes into one: a header that claims more is wrong, and nothing need be unpacked to know.
    private const int MaximumDeflateRatio = 1032;

    private readonly Lazy<IdxContent> _content;

    private IdxFile(string path, IdxHeader header, bool isCompressed)
    {
        Path = path;
        Header = header;
        IsCompressed = isCompressed;
        _content = new Lazy<IdxContent>(ReadContent);
    }

    /// <summary>The path as given to <see cref="Open"/>.</summary>
    public string Path { get; }

    /// <summary>The dimensions of the header: the number of items first, then the shape of one item (rows, columns).</summary>
    public IReadOnlyList<int> Dimensions => Header.Dimensions;

    /// <summary>Number of items: the first dimension.</summary>
    public int Count => Header.Count;

    /// <summary>Bytes of one item: the product of the other dimensions, 1 in a file of labels.</summary>
    public int ItemLength => Header.ItemLength;

    /// <summary>Whether the file is compressed with gzip.</summary>
    public bool IsCompressed { get; }

    internal IdxHeader Header { get; }

    /// <summary>The items of a compressed file, unpacked at first use and kept as long as this object.</summary>
    internal IdxContent Content => _content.Value;

    /// <summary>Reads and checks the header of a file.</summary>
    /// <param name="path">The file, plain or gzip.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The header is not that of an IDX file of unsigned bytes, or the file is not as long as its
    /// header says. The message names file, offset, expected and got.</exception>
    public static IdxFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
            throw new FileNotFoundException($"IDX file '{path}' does not exist.", path);
        using FileStream file = OpenStream(path);
        bool isCompressed = StartsLikeGzip(file);
        file.Position = 0;
        IdxHeader header = isCompressed ? ReadCompressedHeader(file, path) : ReadPlainHeader(file, path);
        return new IdxFile(path, header, isCompressed);
    }

    /// <summary>Opens a reader before the first item. Dispose it.</summary>
    public IdxReader OpenReader() => new(this, OpenStream(Path));

    private static FileStream OpenStream(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan);

    private static bool StartsLikeGzip(FileStream file)
    {
        Span<byte> start = stackalloc byte[2];
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start[0] == 0x1F && start[1] == 0x8B;
    }

    private static IdxHeader ReadPlainHeader(FileStream file, string path)
    {
        IdxHeader header = IdxHeader.Read(file, path);
        long dataLength = file.Length - header.Length;
        return dataLength == header.DataLength ? header : throw IdxError.WrongLength(path, header, dataLength);
    }

    private static IdxHeader ReadCompressedHeader(FileStream file, string path)
    {
        long compressedLength = file.Length;
        using GunzipStream unpacked = new(file, path);
        IdxHeader header = IdxHeader.Read(unpacked, path);
        if (header.DataLength / MaximumDeflateRatio > compressedLength)
            throw IdxError.Create(path, header.Length, $"{header.DataLength} bytes of data, as the dimensions {string.Join('×', header.Dimensions)} say",
                $"a compressed file of {compressedLength} bytes, which cannot hold them", "The file is truncated or its header is damaged: fetch it again");
        return header;
    }

    private IdxContent ReadContent()
    {
        using IdxReader reader = OpenReader();
        return IdxContent.Read(reader, ItemLength);
    }
}
