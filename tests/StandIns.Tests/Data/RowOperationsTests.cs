using Microsoft.ML;
using Microsoft.ML.Data;

namespace StandIns.Tests.Data;

[TestClass]
public class RowOperationsTests
{
    private readonly MLContext _ml = new(1);

    [TestMethod]
    [DataRow(3, new[] { 0f, 1f, 2f })]
    [DataRow(99, new[] { 0f, 1f, 2f, 3f, 4f })]
    public void The_first_rows_can_be_taken(int count, float[] expected)
        => CollectionAssert.AreEqual(expected, _ml.Data.TakeRows(Numbered.View(_ml, 5), count).GetColumn<float>("Number").ToArray());

    [TestMethod]
    [DataRow(3, new[] { 3f, 4f })]
    [DataRow(99, new float[0])]
    public void The_first_rows_can_be_skipped(int count, float[] expected)
        => CollectionAssert.AreEqual(expected, _ml.Data.SkipRows(Numbered.View(_ml, 5), count).GetColumn<float>("Number").ToArray());

    [TestMethod]
    public void Taking_reads_no_further_than_needed()
    {
        int read = 0;
        IDataView view = _ml.Data.TakeRows(Numbered.View(_ml, 100, () => read++), 3);
        Assert.HasCount(3, view.GetColumn<float>("Number").ToArray());
        Assert.AreEqual(3, read);
    }

    [TestMethod]
    public void Rows_keep_their_identity()
    {
        List<(DataViewRowId Id, float Value)> rows = ViewReader.Rows<float>(_ml.Data.TakeRows(_ml.Data.SkipRows(Numbered.View(_ml, 9), 4), 2), "Number");
        CollectionAssert.AreEqual(new[] { (new DataViewRowId(4, 0), 4f), (new DataViewRowId(5, 0), 5f) }, rows);
    }

    [TestMethod]
    public void A_count_that_is_not_positive_is_an_error()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.TakeRows(Numbered.View(_ml, 5), 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.SkipRows(Numbered.View(_ml, 5), -1));
    }

    [TestMethod]
    public void Counts_are_known_when_the_source_knows()
    {
        IDataView known = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 5).Select(_ => new Numbered()).ToList());
        Assert.AreEqual(3L, _ml.Data.TakeRows(known, 3).GetRowCount());
        Assert.AreEqual(2L, _ml.Data.SkipRows(known, 3).GetRowCount());
        Assert.AreEqual(0L, _ml.Data.SkipRows(known, 30).GetRowCount());
        Assert.IsFalse(_ml.Data.TakeRows(known, 3).CanShuffle);
    }

    [TestMethod]
    [DataRow(1000)]
    [DataRow(20)]
    public void Shuffling_gives_every_row_once_in_an_order_that_stays(int pool)
    {
        IDataView shuffled = _ml.Data.ShuffleRows(Numbered.View(_ml, 300), seed: 3, shufflePoolSize: pool);
        List<(DataViewRowId Id, float Value)> first = ViewReader.Rows<float>(shuffled, "Number");
        CollectionAssert.AreEqual(first, ViewReader.Rows<float>(shuffled, "Number"));
        CollectionAssert.AreNotEqual(first.Select(row => row.Value).Order().ToArray(), first.Select(row => row.Value).ToArray());
        CollectionAssert.AreEqual(Enumerable.Range(0, 300).Select(i => (float)i).ToArray(), first.Select(row => row.Value).Order().ToArray());
        foreach ((DataViewRowId id, float value) in first)
            Assert.AreEqual(new DataViewRowId((ulong)value, 0), id);
    }

    [TestMethod]
    public void All_columns_move_together()
    {
        IDataView shuffled = _ml.Data.ShuffleRows(Numbered.View(_ml, 100), seed: 3, shufflePoolSize: 16);
        foreach (Numbered row in _ml.Data.CreateEnumerable<Numbered>(shuffled, reuseRowObject: false))
        {
            Assert.AreEqual($"row {row.Number}", row.Text);
            CollectionAssert.AreEqual(new[] { row.Number, -row.Number }, row.Vector);
        }
    }

    [TestMethod]
    public void Seeds_give_different_orders()
    {
        float[] One(int? seed) => _ml.Data.ShuffleRows(Numbered.View(_ml, 100), seed).GetColumn<float>("Number").ToArray();
        CollectionAssert.AreEqual(One(4), One(4));
        CollectionAssert.AreNotEqual(One(4), One(5));
    }

    [TestMethod]
    public void A_shufflable_source_is_shuffled_too()
    {
        IDataView cache = _ml.Data.Cache(Numbered.View(_ml, 1000));
        float[] values = _ml.Data.ShuffleRows(cache, seed: 1, shufflePoolSize: 2).GetColumn<float>("Number").ToArray();
        Assert.IsGreaterThan(100, values.Take(20).Max());
        float[] poolOnly = _ml.Data.ShuffleRows(cache, seed: 1, shufflePoolSize: 2, shuffleSource: false).GetColumn<float>("Number").ToArray();
        Assert.IsLessThan(25, poolOnly.Take(20).Max());
    }
}
