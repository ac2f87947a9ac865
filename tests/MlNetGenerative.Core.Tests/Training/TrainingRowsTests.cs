using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Core.Tests.Training;

[TestClass]
public sealed class TrainingRowsTests
{
    [TestMethod]
    public void StoredOrderGivesTheRowsBackWithoutZeros()
    {
        var rows = new CachedRows(5);
        rows.Add([0, 2, 4], [1, 0.5f, 0]);
        rows.Add([], []);
        rows.Add([1, 3], [1, 1]);
        Assert.AreEqual(5, rows.Width);
        Assert.AreEqual(3L, rows.Count);
        using ITrainingRowReader reader = rows.Open(null);
        AssertNext(reader, [0, 2], [1, 0.5f]);
        AssertNext(reader, [], []);
        AssertNext(reader, [1, 3], [1, 1]);
        Assert.IsFalse(reader.MoveNext());
    }

    [TestMethod]
    public void RowsLongerThanABlockOfMemoryAndManyRowsSurvive()
    {
        const int Width = 400_000;
        var rows = new CachedRows(Width);
        int[] all = [.. Enumerable.Range(0, Width)];
        float[] grey = [.. all.Select(i => (i % 254 + 1) / 256f)];
        rows.Add([7], [0.25f]);
        rows.Add(all, grey);
        for (int i = 0; i < 100; i++)
            rows.Add(all.AsSpan(i, 10_000), grey.AsSpan(i, 10_000));
        using ITrainingRowReader reader = rows.Open(null);
        AssertNext(reader, [7], [0.25f]);
        AssertNext(reader, all, grey);
        for (int i = 0; i < 100; i++)
            AssertNext(reader, all[i..(i + 10_000)], grey[i..(i + 10_000)]);
    }

    [TestMethod]
    public void ShuffledPassesVisitEachRowOnceInAnOrderOfTheSeed()
    {
        CachedRows rows = Numbered(1000);
        int[] first = Order(rows.Open(5)), again = Order(rows.Open(5)), other = Order(rows.Open(6));
        CollectionAssert.AreEqual(first, again);
        CollectionAssert.AreNotEqual(first, other);
        CollectionAssert.AreEquivalent(Enumerable.Range(0, 1000).ToArray(), first);
        CollectionAssert.AreEquivalent(Enumerable.Range(0, 1000).ToArray(), other);
    }

    [TestMethod]
    public void EveryOrderIsEquallyLikely()
    {
        CachedRows rows = Numbered(4);
        var counts = new Dictionary<string, int>();
        for (ulong seed = 0; seed < 24_000; seed++)
        {
            string order = string.Concat(Order(rows.Open(seed)));
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }
        Assert.HasCount(24, counts);

        // 1000 expected, standard deviation 31.
        foreach (int count in counts.Values)
            Assert.IsInRange(845, 1155, count);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(10)]
    [DataRow(5000)]
    public void ReservoirGivesEachRowOnceInAnOrderOfTheSeed(int capacity)
    {
        CachedRows rows = Numbered(1000);
        int[] first = Order(new ReservoirShuffle(rows.Open(null), capacity, 5));
        CollectionAssert.AreEqual(first, Order(new ReservoirShuffle(rows.Open(null), capacity, 5)));
        CollectionAssert.AreEquivalent(Enumerable.Range(0, 1000).ToArray(), first);
        for (int position = 0; position < 1000; position++)
            Assert.IsLessThan(position + capacity, first[position], "a row cannot come before it was read");
        if (capacity > 1)
            CollectionAssert.AreNotEqual(first, Order(new ReservoirShuffle(rows.Open(null), capacity, 6)));
    }

    [TestMethod]
    public void WrongRowsAreNamed()
    {
        var rows = new CachedRows(3);
        rows.Add([0], [1]);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => rows.Add([1, 1], [1, 1])).Message, "Row 1: index 1 follows 1");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => rows.Add([3], [1])).Message, "below 3");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => rows.Add([1, 2], [1])).Message, "2 indices, but 1 values");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new CachedRows(0));
        Assert.AreEqual(1L, rows.Count);
    }

    private static CachedRows Numbered(int count)
    {
        var rows = new CachedRows(Math.Max(count, 1));
        for (int i = 0; i < count; i++)
            rows.Add([i], [1]);
        return rows;
    }

    private static int[] Order(ITrainingRowReader reader)
    {
        var order = new List<int>();
        while (reader.MoveNext())
            order.Add(reader.Indices[0]);
        reader.Dispose();
        return [.. order];
    }

    private static void AssertNext(ITrainingRowReader reader, int[] indices, float[] values)
    {
        Assert.IsTrue(reader.MoveNext());
        CollectionAssert.AreEqual(indices, reader.Indices.ToArray());
        CollectionAssert.AreEqual(values, reader.Values.ToArray());
    }
}
