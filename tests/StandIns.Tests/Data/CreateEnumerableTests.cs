using Microsoft.ML;
using Microsoft.ML.Data;

namespace StandIns.Tests.Data;

[TestClass]
public class CreateEnumerableTests
{
    private readonly MLContext _ml = new(1);

    [TestMethod]
    public void Objects_go_through_a_view_unchanged()
    {
        Row[] rows = Enumerable.Range(0, 5).Select(i => new Row { Number = i, Word = $"w{i}", Vector = [i, -i], Words = ["a", $"{i}"], Flag = i % 2 == 0, Moment = new DateTime(2020, 1, i + 1) }).ToArray();
        Row[] back = _ml.Data.CreateEnumerable<Row>(_ml.Data.LoadFromEnumerable(rows), reuseRowObject: false).ToArray();
        Assert.HasCount(5, back);
        for (int i = 0; i < 5; i++)
        {
            Assert.AreEqual(rows[i].Number, back[i].Number);
            Assert.AreEqual(rows[i].Word, back[i].Word);
            Assert.AreEqual(rows[i].Flag, back[i].Flag);
            Assert.AreEqual(rows[i].Moment, back[i].Moment);
            CollectionAssert.AreEqual(rows[i].Vector, back[i].Vector);
            CollectionAssert.AreEqual(rows[i].Words, back[i].Words);
            Assert.AreNotSame(rows[i].Vector, back[i].Vector);
        }
    }

    [TestMethod]
    public void One_object_can_be_reused()
    {
        IDataView view = _ml.Data.LoadFromEnumerable(new[] { new Row { Number = 1 }, new Row { Number = 2 } });
        var seen = new List<Row>();
        var numbers = new List<float>();
        foreach (Row row in _ml.Data.CreateEnumerable<Row>(view, reuseRowObject: true))
        {
            seen.Add(row);
            numbers.Add(row.Number);
        }
        CollectionAssert.AreEqual(new[] { 1f, 2f }, numbers);
        Assert.AreSame(seen[0], seen[1]);
    }

    [TestMethod]
    public void Vectors_of_different_rows_share_nothing()
    {
        IDataView view = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 3).Select(i => new Row { Vector = [i, i] }));
        Buffers[] rows = _ml.Data.CreateEnumerable<Buffers>(view, reuseRowObject: false).ToArray();
        CollectionAssert.AreEqual(new[] { 0f, 1f, 2f }, rows.Select(row => row.Vector.GetItemOrDefault(1)).ToArray());
    }

    [TestMethod]
    public void Keys_are_read_as_they_are_in_the_view()
    {
        IDataView view = _ml.Data.LoadFromEnumerable(new[] { new Keyed { Label = 0 }, new Keyed { Label = 2 }, new Keyed { Label = 7 } });
        CollectionAssert.AreEqual(new uint[] { 1, 3, 0 }, _ml.Data.CreateEnumerable<Plain>(view, false).Select(row => row.Label).ToArray());
    }

    [TestMethod]
    public void A_missing_column_is_an_error_at_once_unless_ignored()
    {
        IDataView view = _ml.Data.LoadFromEnumerable(new[] { new Plain { Label = 3 } });
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.CreateEnumerable<More>(view, false));
        Assert.Contains("Extra", error.Message);
        More row = _ml.Data.CreateEnumerable<More>(view, false, ignoreMissingColumns: true).Single();
        Assert.AreEqual(3u, row.Label);
        Assert.AreEqual(-1f, row.Extra);
    }

    [TestMethod]
    public void Another_type_is_an_error_that_names_both()
    {
        IDataView view = _ml.Data.LoadFromEnumerable(new[] { new Plain { Label = 3 } });
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Data.CreateEnumerable<Wrong>(view, false));
        Assert.Contains("'Label' of type 'UInt32'", error.Message);
        Assert.Contains("System.Single", error.Message);
    }

    [TestMethod]
    public void Properties_without_setter_are_left_alone()
    {
        IDataView view = _ml.Data.LoadFromEnumerable(new[] { new Plain { Label = 3 } });
        Assert.AreEqual("label 3", _ml.Data.CreateEnumerable<Computed>(view, false).Single().Text);
    }

    private sealed class Row
    {
        public float Number;
        public string Word = "";
        public bool Flag { get; set; }
        public DateTime Moment { get; set; }
        public float[] Vector { get; set; } = [];
        public string[] Words { get; set; } = [];
    }

    private sealed class Buffers
    {
        public VBuffer<float> Vector { get; set; }
    }

    private sealed class Keyed
    {
        [KeyType(5)]
        public uint Label { get; set; }
    }

    private sealed class Plain
    {
        public uint Label { get; set; }
    }

    private sealed class More
    {
        public uint Label { get; set; }
        public float Extra { get; set; } = -1;
    }

    private sealed class Wrong
    {
        public float Label { get; set; }
    }

    private sealed class Computed
    {
        public uint Label { get; set; }
        public string Text => $"label {Label}";
    }
}
