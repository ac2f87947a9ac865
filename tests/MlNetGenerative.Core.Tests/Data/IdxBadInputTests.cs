using MlNetGenerative.Core.Data;

namespace MlNetGenerative.Core.Tests.Data;

/// <summary>Every broken file gives one exception that names the file, the offset, what was expected and what was got.</summary>
[TestClass]
public sealed class IdxBadInputTests
{
    private const uint Most = uint.MaxValue;

    [TestMethod]
    public void MissingFile()
    {
        using TemporaryFolder folder = new();
        FileNotFoundException error = Assert.ThrowsExactly<FileNotFoundException>(() => IdxFile.Open(folder.PathOf("none-idx")));
        Assert.Contains("none-idx' does not exist", error.Message);
    }

    [TestMethod]
    [DataRow(new byte[] { 0x50, 0x4B, 3, 4, 0, 0 }, "offset 0: expected magic number 00 00 08 NN, got 50 4B 03 04. This is not an IDX file.")]
    [DataRow(new byte[] { 0, 0, 0x0D, 1, 0, 0, 0, 0 }, "offset 2: expected type code 08 (unsigned byte), got 0D (single-precision number).")]
    [DataRow(new byte[] { 0, 0, 0x33, 1, 0, 0, 0, 0 }, "offset 2: expected type code 08 (unsigned byte), got 33 (unknown).")]
    [DataRow(new byte[] { 0, 0, 8, 0 }, "offset 3: expected 1 to 255 dimensions, got 0.")]
    [DataRow(new byte[] { 0, 0, 8 }, "offset 0: expected the 4 bytes of an IDX magic number, got 3 bytes.")]
    [DataRow(new byte[] { }, "offset 0: expected the 4 bytes of an IDX magic number, got 0 bytes.")]
    [DataRow(new byte[] { 0, 0, 8, 2, 0, 0, 0, 1, 0 }, "offset 4: expected 8 bytes for 2 dimensions, got 5 bytes.")]
    public void WrongHeader(byte[] content, string message)
    {
        AssertOpenFails(content, message);
        AssertOpenFails(IdxBytes.Gzip(content), message);
    }

    [TestMethod]
    [DataRow(new uint[] { Most, 28, 28 }, "offset 4: expected dimension 1 from 0 to 2147483647, got 4294967295.")]
    [DataRow(new uint[] { 1, 0, 28 }, "offset 8: expected dimension 2 from 1 to 2147483647, got 0.")]
    [DataRow(new uint[] { 1, 65536, 65536 }, "offset 12: expected items of at most 2147483591 bytes, got 4294967296 bytes after dimension 3.")]
    [DataRow(new uint[] { 1, 2147483647, 2147483647, 2147483647 }, "offset 8: expected items of at most 2147483591 bytes, got 2147483647 bytes after dimension 2.")]
    public void DimensionsThatOverflow(uint[] dimensions, string message)
    {
        AssertOpenFails(IdxBytes.Header(dimensions), message);
        AssertOpenFails(IdxBytes.Gzip(IdxBytes.Header(dimensions)), message);
    }

    [TestMethod]
    public void TruncatedPlainFile() =>
        AssertOpenFails(IdxBytes.File(10, 28, 28)[..^1],
            "offset 7855: expected 7840 bytes of data, as the dimensions 10×28×28 say, got 7839. The file is truncated");

    [TestMethod]
    public void TrailingBytesInPlainFile() =>
        AssertOpenFails([.. IdxBytes.File(10, 4), 1],
            "offset 52: expected 40 bytes of data, as the dimensions 10×4 say, got more. The header or the file is damaged");

    [TestMethod]
    public void CompressedFileMuchTooSmallForItsDimensionsFailsBeforeAnythingIsAllocated()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        AssertOpenFails(IdxBytes.Gzip(IdxBytes.Header(2_000_000_000, 1000, 1000)), "expected 2000000000000000 bytes of data, as the dimensions 2000000000×1000×1000 say, got a compressed file of");
        Assert.IsLessThan(1_000_000, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    public void FalseCountInCompressedFileCostsNoMemory()
    {
        // The dimensions promise 20 MB, which a file of this size could hold, but only 24 KB follow.
        using TemporaryFolder folder = new();
        byte[] noise = new byte[24_000];
        new Random(1).NextBytes(noise);
        IdxFile file = IdxFile.Open(folder.Write("items-idx", IdxBytes.Gzip([.. IdxBytes.Header(20_000, 1000), .. noise])));
        using IdxReader reader = file.OpenReader();

        long before = GC.GetAllocatedBytesForCurrentThread();
        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => reader.ReadItemAt(0, new byte[1000]));
        Assert.Contains("expected 20000000 bytes of data, as the dimensions 20000×1000 say, got 24000. The file is truncated", error.Message);
        Assert.IsLessThan(3_000_000, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    public void CompressedFileWithTooFewItems() =>
        AssertReadingFails(IdxBytes.Gzip(IdxBytes.File(10, 4)[..^3]),
            "offset 49: expected 40 bytes of data, as the dimensions 10×4 say, got 37. The file is truncated");

    [TestMethod]
    public void TrailingBytesInCompressedFile() =>
        AssertReadingFails(IdxBytes.Gzip([.. IdxBytes.File(10, 4), 1]), "expected 40 bytes of data, as the dimensions 10×4 say, got more.");

    [TestMethod]
    public void TruncatedGzip()
    {
        // The last bytes end the block and hold checksum and length: without them all data is there, and the decompressor does not object.
        byte[] packed = IdxBytes.Gzip(IdxBytes.File(100, 300));
        for (int cut = 16; cut < packed.Length - 30; cut += 1 + packed.Length / 50)
            AssertReadingFails(packed[..^cut], "truncated");
    }

    [TestMethod]
    public void DamagedGzip()
    {
        byte[] packed = IdxBytes.Gzip(IdxBytes.File(100, 300));
        for (int position = 30; position < packed.Length; position += 1 + packed.Length / 50)
        {
            byte[] damaged = [.. packed];
            damaged[position] ^= 0x10;
            AssertReadingFails(damaged, "damaged");
        }
    }

    [TestMethod]
    public void FileThatBecameShorterAfterOpening()
    {
        using TemporaryFolder folder = new();
        byte[] content = IdxBytes.File(10, 4);
        string path = folder.Write("items-idx", content);
        IdxFile file = IdxFile.Open(path);
        File.WriteAllBytes(path, content[..^2]);
        using IdxReader reader = file.OpenReader();

        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => reader.ReadItemAt(9, new byte[4]));
        Assert.Contains("got 38. The file is truncated", error.Message);
    }

    private static void AssertOpenFails(byte[] content, string message)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("bad-idx", content);
        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => IdxFile.Open(path));
        Assert.StartsWith($"IDX file '{path}', offset ", error.Message);
        Assert.Contains(message, error.Message);
    }

    private static void AssertReadingFails(byte[] content, string message)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("bad-idx", content);
        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() =>
        {
            IdxFile file = IdxFile.Open(path);
            using IdxReader reader = file.OpenReader();
            byte[] item = new byte[file.ItemLength];
            while (reader.ReadItem(item))
            {
            }
        });
        Assert.StartsWith($"IDX file '{path}', offset ", error.Message);
        Assert.Contains(message, error.Message);
    }
}
