using System.Buffers.Binary;
using System.Text;
using MlNetGenerative.Core.Persistence;

namespace MlNetGenerative.Core.Tests.Persistence;

[TestClass]
public sealed class SafetensorsTests
{
    private static readonly Dictionary<string, string> _noMetadata = [];

    [TestMethod]
    public void WhatIsWrittenIsReadBack()
    {
        float[] weights = [1, -2.5f, float.NaN, float.PositiveInfinity, 0, float.Epsilon];
        SafetensorsTensor[] tensors =
        [
            new("weights", [2, 3], weights),
            new("scalar", [], new[] { 7f }),
            new("none", [0, 5], Array.Empty<float>()),
            new("log ∑", [2], new[] { Math.PI, -1e300 }),
            new("counter", [1], new[] { long.MinValue }),
        ];
        byte[] bytes = Write(new Dictionary<string, string> { ["kind"] = "R\"B\"M" }, tensors);

        Safetensors read = Safetensors.Read(new MemoryStream(bytes), [.. tensors.Select(tensor => tensor.Layout)]);

        Assert.AreEqual("R\"B\"M", read.Metadata["kind"]);
        CollectionAssert.AreEqual(weights, read.GetSingles("weights"));
        CollectionAssert.AreEqual(new[] { 7f }, read.GetSingles("scalar"));
        Assert.IsEmpty(read.GetSingles("none"));
        CollectionAssert.AreEqual(new[] { Math.PI, -1e300 }, read["log ∑"].Values);
        CollectionAssert.AreEqual(new[] { long.MinValue }, read["counter"].Values);
    }

    [TestMethod]
    public void BytesAreThoseOfTheFormat()
    {
        byte[] bytes = Write(new Dictionary<string, string> { ["format"] = "x" }, new("b", [2], new[] { 1f, -2f }), new("a", [1], new[] { 3L }));

        int headerLength = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        Assert.AreEqual(0, headerLength % 8);
        string header = Encoding.UTF8.GetString(bytes, 8, headerLength);
        Assert.AreEqual("""{"__metadata__":{"format":"x"},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"I64","shape":[1],"data_offsets":[8,16]}}""",
            header.TrimEnd(' '));
        CollectionAssert.AreEqual(new byte[] { 0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0, 3, 0, 0, 0, 0, 0, 0, 0 }, bytes[(8 + headerLength)..]);
    }

    [TestMethod]
    public void SameInputGivesTheSameBytes()
    {
        SafetensorsTensor tensor = new("a", [3], new[] { 1f, 2f, 3f });
        CollectionAssert.AreEqual(Write(_noMetadata, tensor), Write(_noMetadata, tensor));
    }

    [TestMethod]
    public void ReadsFromAStreamThatGivesLittleAtATimeAndCannotSeek()
    {
        float[] values = [.. Enumerable.Range(0, 10_000).Select(i => i * .5f)];
        byte[] bytes = Write(_noMetadata, new SafetensorsTensor("a", [100, 100], values));

        Safetensors read = Safetensors.Read(new DripStream(bytes), new Dictionary<string, int[]> { ["a"] = [100, 100] });

        CollectionAssert.AreEqual(values, read.GetSingles("a"));
    }

    [TestMethod]
    public void TensorsLongerThanOneStepAreReadBack()
    {
        float[] values = [.. Enumerable.Range(0, 3_500_000).Select(i => (float)i)];
        byte[] bytes = Write(_noMetadata, new SafetensorsTensor("a", [3_500_000], values));

        Safetensors read = Safetensors.Read(new MemoryStream(bytes), new Dictionary<string, int[]> { ["a"] = [3_500_000] });

        Assert.IsTrue(values.AsSpan().SequenceEqual(read.GetSingles("a")));
    }

    [TestMethod]
    public void TensorsAndMetadataMayStandInAnyOrderInTheHeader()
    {
        byte[] bytes = SafetensorsBytes.File("""{"b":{"data_offsets":[4,8],"shape":[1],"dtype":"F32"},"__metadata__":{"k":"v"},"a":{"shape":[1],"dtype":"F32","data_offsets":[0,4]}}""",
            [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40]);

        Safetensors read = Safetensors.Read(new MemoryStream(bytes), new Dictionary<string, int[]> { ["a"] = [1], ["b"] = [1] });

        Assert.AreEqual(1f, read.GetSingles("a")[0]);
        Assert.AreEqual(2f, read.GetSingles("b")[0]);
        Assert.AreEqual("v", read.Metadata["k"]);
    }

    [TestMethod]
    public void WrongTensorsToWriteAreArgumentErrors()
    {
        Assert.Contains("'a' of shape [2, 2] does not hold 3 values", Assert.ThrowsExactly<ArgumentException>(() => new SafetensorsTensor("a", [2, 2], new float[3])).Message);
        Assert.Contains("got Int32[]", Assert.ThrowsExactly<ArgumentException>(() => new SafetensorsTensor("a", [3], new int[3])).Message);
    }

    private static byte[] Write(IReadOnlyDictionary<string, string> metadata, params SafetensorsTensor[] tensors)
    {
        using MemoryStream stream = new();
        Safetensors.Write(stream, metadata, tensors);
        return stream.ToArray();
    }

    private sealed class DripStream(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;
        public override long Length => throw new NotSupportedException();
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 7)]);
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 7));
    }
}
