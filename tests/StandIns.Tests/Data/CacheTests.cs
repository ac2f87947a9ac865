using Microsoft.ML;
using Microsoft.ML.Data;

namespace StandIns.Tests.Data;

[TestClass]
public class CacheTests
{
    private const int Count = 1000;
    private readonly MLContext _ml = new(1);
    private int _read;

    [TestMethod]
    public void The_source_is_read_once()
    {
        IDataView cache = Make();
        for (int pass = 0; pass < 3; pass++)
            CollectionAssert.AreEqual(Expected(), ViewReader.Rows<float>(cache, "Number").Select(row => row.Value).ToArray());
        Assert.AreEqual(Count, _read);
    }

    [TestMethod]
    public void Vectors_and_text_are_kept_apart_from_their_source()
    {
        IDataView cache = Make();
        string[] texts = cache.GetColumn<string>("Text").ToArray();
        float[][] vectors = cache.GetColumn<float[]>("Vector").ToArray();
        for (int pass = 0; pass < 2; pass++)
        {
            CollectionAssert.AreEqual(texts, cache.GetColumn<string>("Text").ToArray());
            Assert.AreEqual("row 17", texts[17]);
            CollectionAssert.AreEqual(new[] { 17f, -17f }, vectors[17]);
            CollectionAssert.AreEqual(vectors.SelectMany(v => v).ToArray(), cache.GetColumn<float[]>("Vector").SelectMany(v => v).ToArray());
        }
    }

    [TestMethod]
    public void It_can_shuffle_and_knows_its_count_when_read()
    {
        IDataView cache = Make();
        Assert.IsTrue(cache.CanShuffle);
        List<(DataViewRowId Id, float Value)> shuffled = ViewReader.Rows<float>(cache, "Number", new Random(3));
        Assert.AreEqual(Count, cache.GetRowCount());
        CollectionAssert.AreNotEqual(Expected(), shuffled.Select(row => row.Value).ToArray());
        CollectionAssert.AreEqual(Expected(), shuffled.Select(row => row.Value).Order().ToArray());
        CollectionAssert.AreEqual(shuffled, ViewReader.Rows<float>(cache, "Number", new Random(3)));
        foreach ((DataViewRowId id, float value) in shuffled)
            Assert.AreEqual(new DataViewRowId((ulong)value, 0), id);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(7)]
    public void A_set_of_cursors_shares_the_rows(int cursors)
    {
        foreach (Random? rand in new[] { null, new Random(5) })
        {
            IDataView cache = Make();
            List<(DataViewRowId Id, float Value)> rows = ViewReader.ParallelRows<float>(cache, "Number", cursors, rand);
            CollectionAssert.AreEqual(Expected(), rows.Select(row => row.Value).Order().ToArray());
            foreach ((DataViewRowId id, float value) in rows)
                Assert.AreEqual(new DataViewRowId((ulong)value, 0), id);
        }
    }

    [TestMethod]
    public void Batches_put_the_rows_of_a_set_in_order()
    {
        IDataView cache = Make();
        DataViewRowCursor[] set = cache.GetRowCursorSet([cache.Schema["Number"]], 3);
        var rows = new List<(long Batch, long Order, float Value)>();
        foreach (DataViewRowCursor cursor in set)
        {
            using (cursor)
            {
                ValueGetter<float> get = cursor.GetGetter<float>(cache.Schema["Number"]);
                while (cursor.MoveNext())
                {
                    float value = 0;
                    get(ref value);
                    rows.Add((cursor.Batch, cursor.Position, value));
                }
            }
        }
        CollectionAssert.AreEqual(Expected(), rows.OrderBy(row => row.Batch).ThenBy(row => row.Order).Select(row => row.Value).ToArray());
    }

    [TestMethod]
    public void Several_readers_at_once_get_the_same()
    {
        IDataView cache = Make();
        Parallel.For(0, 8, i =>
        {
            if (i % 2 == 0)
                CollectionAssert.AreEqual(Expected(), cache.GetColumn<float>("Number").ToArray());
            else
                CollectionAssert.AreEqual(Expected(), cache.GetColumn<string>("Text").Select(text => float.Parse(text[4..], System.Globalization.CultureInfo.InvariantCulture)).ToArray());
        });
    }

    [TestMethod]
    public void A_reader_that_stops_early_does_not_spoil_the_cache()
    {
        IDataView cache = Make();
        Assert.HasCount(10, cache.GetColumn<float>("Number").Take(10).ToArray());
        CollectionAssert.AreEqual(Expected(), cache.GetColumn<float>("Number").ToArray());
        Assert.AreEqual(Count, ViewReader.Count(cache));
    }

    [TestMethod]
    public void Rows_can_be_counted_without_a_column() => Assert.AreEqual(Count, ViewReader.Count(Make()));

    [TestMethod]
    public void An_unknown_column_to_prefetch_is_an_error()
        => Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.Cache(Numbered.View(_ml, 3), "Unknown"));

    private IDataView Make() => _ml.Data.Cache(Numbered.View(_ml, Count, () => Interlocked.Increment(ref _read)));

    private static float[] Expected() => Enumerable.Range(0, Count).Select(i => (float)i).ToArray();
}
