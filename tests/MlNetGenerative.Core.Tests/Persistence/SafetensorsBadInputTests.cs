using System.Text;
using MlNetGenerative.Core.Persistence;

namespace MlNetGenerative.Core.Tests.Persistence;

/// <summary>Every broken stream gives one "Corrupt model" exception that says what is wrong, and no large allocation.</summary>
[TestClass]
public sealed class SafetensorsBadInputTests
{
    private const string Good = """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1,1],"data_offsets":[8,12]}}""";

    private static readonly Dictionary<string, int[]> _expected = new() { ["a"] = [2], ["b"] = [1, 1] };

    [TestMethod]
    public void TheGoodStreamIsRead() =>
        Assert.HasCount(2, Safetensors.Read(new MemoryStream(SafetensorsBytes.File(Good, new byte[12])), _expected).GetSingles("a"));

    [TestMethod]
    public void TruncatedAnywhere()
    {
        byte[] good = SafetensorsBytes.File(Good, new byte[12]);
        for (int length = 0; length < good.Length; length++)
            AssertFails(good[..length], "is cut off: expected");
        AssertFails(good[..^1], "tensor 'b' is cut off: expected 4 bytes, got 3");
        AssertFails(good[..30], "the header is cut off: expected 110 bytes, got 22");
        AssertFails(good[..3], "the length of the header is cut off: expected 8 bytes, got 3");
    }

    [TestMethod]
    public void TrailingBytes() => AssertFails(SafetensorsBytes.File(Good, new byte[13]), "bytes follow the last tensor");

    [TestMethod]
    [DataRow(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0 }, "got 0")]
    [DataRow(new byte[] { 1, 0, 16, 0, 0, 0, 0, 0 }, "expected a header of 2 to 1048576 bytes, got 1048577")]
    [DataRow(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255 }, "got 18446744073709551615")]
    [DataRow(new byte[] { 0, 0, 0, 0, 0, 0, 0, 128 }, "got 9223372036854775808")]
    public void HostileHeaderLength(byte[] length, string message) => AssertFails([.. length, .. new byte[100]], message);

    [TestMethod]
    [DataRow("not json", "the header is not that of a safetensors stream")]
    [DataRow("[1, 2]", "the header is not that of a safetensors stream")]
    [DataRow("""{"a":7}""", "the header is not that of a safetensors stream")]
    [DataRow("""{"a":{"dtype":7,"shape":[2],"data_offsets":[0,8]}}""", "the header is not that of a safetensors stream")]
    [DataRow("""{"a":{"shape":[2],"data_offsets":[0,8]}}""", "the header is not that of a safetensors stream")]
    [DataRow("""{"a":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}""", "the header is not that of a safetensors stream")]
    [DataRow("""{"a":{"dtype":"F32","shape":[99999999999],"data_offsets":[0,8]}}""", "the header is not that of a safetensors stream")]
    [DataRow("""{"a":{"dtype":"F32","shape":[[[[[[2]]]]]],"data_offsets":[0,8]}}""", "the header is not that of a safetensors stream")]
    [DataRow("""{"__metadata__":{"k":7}}""", "the header is not that of a safetensors stream")]
    [DataRow("""{"__metadata__":"k"}""", "the header is not that of a safetensors stream")]
    [DataRow("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", "tensor 'a' has 1 data offsets, expected 2")]
    [DataRow("""{"a":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}""", "tensor 'a' has type 'BF16', expected F32, F64 or I64")]
    [DataRow("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", "tensor 'a' has the impossible shape [-2]")]
    [DataRow("""{"a":{"dtype":"F32","shape":[-1,-2],"data_offsets":[0,8]}}""", "tensor 'a' has the impossible shape [-1, -2]")]
    [DataRow("""{"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647,4],"data_offsets":[0,8]}}""", "impossible shape")]
    [DataRow("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,12]}}""", "tensor 'a': expected 8 bytes for F32 [2], got offsets 0 to 12")]
    [DataRow("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", "got offsets 8 to 0")]
    [DataRow("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", "got offsets -8 to 0")]
    [DataRow("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[-9223372036854775807,9223372036854775807]}}""", "got offsets -9223372036854775807 to 9223372036854775807")]
    [DataRow("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", "tensor 'a' starts at 4, expected 0: tensors overlap or leave a gap")]
    public void DamagedHeader(string header, string message) => AssertFails(SafetensorsBytes.File(header, new byte[12]), message);

    [TestMethod]
    public void HeaderThatIsNotUnicode()
    {
        byte[] file = SafetensorsBytes.File(Good, new byte[12]);
        file[8 + 2] = 0xFF;
        AssertFails(file, "the header is not that of a safetensors stream");
        AssertFails(SafetensorsBytes.File(Good.Replace("\"a\"", "\"\\ud800\""), new byte[12]), "the header is not that of a safetensors stream");
    }

    [TestMethod]
    public void OverlapsAndGaps()
    {
        AssertFails(SafetensorsBytes.File(Good.Replace("[8,12]", "[4,8]"), new byte[12]), "the data of tensor 'b' starts at 4, expected 8: tensors overlap or leave a gap");
        AssertFails(SafetensorsBytes.File(Good.Replace("[8,12]", "[9,13]"), new byte[13]), "the data of tensor 'b' starts at 9, expected 8");
    }

    [TestMethod]
    public void SameNameTwice()
    {
        AssertFails(SafetensorsBytes.File(Good.Replace("\"b\"", "\"a\""), new byte[12]), "the header is not that of a safetensors stream");
        AssertFails(SafetensorsBytes.File(Good.Replace("\"b\"", "\"\\u0061\""), new byte[12]), "the header is not that of a safetensors stream");
    }

    [TestMethod]
    public void OtherTensorsThanExpected()
    {
        byte[] good = SafetensorsBytes.File(Good, new byte[12]);
        AssertFails(good, "tensor 'c' is missing", new() { ["a"] = [2], ["b"] = [1, 1], ["c"] = [1] });
        AssertFails(good, "unexpected tensor 'b'", new() { ["a"] = [2] });
        AssertFails(good, "tensor 'b': expected F32 [1], got F32 [1, 1]", new() { ["a"] = [2], ["b"] = [1] });
        AssertFails(good, "tensor 'a': expected F32 [3], got F32 [2]", new() { ["a"] = [3], ["b"] = [1, 1] });
        AssertFails(SafetensorsBytes.File(Good.Replace("F32\",\"shape\":[2]", "F64\",\"shape\":[1]"), new byte[12]), "tensor 'a': expected F32 [2], got F64 [1]");
    }

    [TestMethod]
    public void FlippedBitsAreReadOrRefused()
    {
        byte[] good = SafetensorsBytes.File(Good, new byte[12]);
        for (int bit = 0; bit < 8 * (good.Length - 12); bit++)
        {
            byte[] damaged = [.. good];
            damaged[bit / 8] ^= (byte)(1 << bit % 8);
            AssertFails(damaged, "Corrupt model: ");
        }
    }

    [TestMethod]
    public void ShapesThatTheDataDoesNotJustifyCostNoMemory()
    {
        // Header and caller agree on 2 GB (a hostile model states its sizes in both places), but 8 bytes follow.
        byte[] file = SafetensorsBytes.File("""{"a":{"dtype":"F32","shape":[20000,25000],"data_offsets":[0,2000000000]}}""", new byte[8]);

        long before = GC.GetAllocatedBytesForCurrentThread();
        AssertFails(file, "tensor 'a' is cut off: expected 2000000000 bytes, got 8", new() { ["a"] = [20000, 25000] });
        Assert.IsLessThan(10_000_000, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void AssertFails(byte[] file, string message, Dictionary<string, int[]>? expected = null)
    {
        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => Safetensors.Read(new MemoryStream(file), expected ?? _expected),
            Encoding.UTF8.GetString(file));
        Assert.StartsWith("Corrupt model: ", error.Message);
        Assert.EndsWith("Save the model again or fetch an undamaged copy.", error.Message);
        Assert.Contains(message, error.Message);
    }
}
