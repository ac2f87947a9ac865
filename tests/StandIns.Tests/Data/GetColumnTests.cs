using Microsoft.ML;
using Microsoft.ML.Data;

namespace StandIns.Tests.Data;

[TestClass]
public class GetColumnTests
{
    private readonly IDataView _view = new MLContext(1).Data.LoadFromEnumerable(new[]
    {
        new Row { Number = 1, Word = "one", Vector = [1, 2], Words = ["a"], Label = 0 },
        new Row { Number = 2, Word = "two", Vector = [3, 4], Words = ["b", "c"], Label = 1 },
    });

    [TestMethod]
    public void Values_are_read_in_order()
    {
        CollectionAssert.AreEqual(new[] { 1f, 2f }, _view.GetColumn<float>("Number").ToArray());
        CollectionAssert.AreEqual(new uint[] { 1, 2 }, _view.GetColumn<uint>(_view.Schema["Label"]).ToArray());
    }

    [TestMethod]
    public void Text_is_read_as_string_or_memory()
    {
        CollectionAssert.AreEqual(new[] { "one", "two" }, _view.GetColumn<string>("Word").ToArray());
        CollectionAssert.AreEqual(new[] { "one", "two" }, _view.GetColumn<ReadOnlyMemory<char>>("Word").Select(text => text.ToString()).ToArray());
    }

    [TestMethod]
    public void Vectors_are_read_as_arrays_or_buffers()
    {
        float[][] arrays = _view.GetColumn<float[]>("Vector").ToArray();
        CollectionAssert.AreEqual(new[] { 1f, 2f }, arrays[0]);
        CollectionAssert.AreEqual(new[] { 3f, 4f }, arrays[1]);
        CollectionAssert.AreEqual(new[] { "b", "c" }, _view.GetColumn<string[]>("Words").Last());
        CollectionAssert.AreEqual(new[] { 3f, 4f }, _view.GetColumn<VBuffer<float>>("Vector").Last().DenseValues().ToArray());
    }

    [TestMethod]
    public void Another_type_or_name_is_an_error_at_once()
    {
        foreach (Func<object> read in new Func<object>[] { () => _view.GetColumn<double>("Number"), () => _view.GetColumn<float[]>("Number") })
            Assert.Contains("Number", Assert.Throws<Exception>(read).Message);
        Assert.Contains("Vector", Assert.Throws<Exception>(() => _view.GetColumn<double[]>("Vector")).Message);
        Assert.Contains("Unknown", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _view.GetColumn<float>("Unknown")).Message);
    }

    private sealed class Row
    {
        public float Number { get; set; }
        public string Word { get; set; } = "";

        [VectorType(2)]
        public float[] Vector { get; set; } = [];

        public string[] Words { get; set; } = [];

        [KeyType(3)]
        public uint Label { get; set; }
    }
}
