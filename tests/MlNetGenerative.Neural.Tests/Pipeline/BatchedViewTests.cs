using MlNetGenerative.Neural.Pipeline;
using MlNetGenerative.Tests.Pipeline;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetGenerative.Neural.Tests.Pipeline;

[TestClass]
public sealed class BatchedViewTests
{
    private const int Batch = BatchedView.RowsPerBatch;

    private static FunctionView Rows(int count, bool sparse = false) => new FunctionView(count)
        .AddVector("Features", 3, row => [row, 0, 0.5f], sparse)
        .Add("Label", new KeyDataViewType(typeof(uint), 4), row => (uint)(row % 5))   // 0 is a missing key
        .Add("Index", NumberDataViewType.Single, row => (float)row);

    private static BatchedView View(IDataView source, out FakeMapper mapper, string? label = null) => new(mapper = new FakeMapper(source.Schema, label), source);

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(Batch - 1)]
    [DataRow(Batch)]
    [DataRow(Batch + 1)]
    [DataRow(2 * Batch + 7)]
    public void EveryRowHasItsValuesWhateverTheNumberOfRows(int count)
    {
        BatchedView view = View(Rows(count), out FakeMapper mapper, "Label");
        List<float> sums = ViewReader.Scalars<float>(view, "Sum");
        Assert.HasCount(count, sums);
        for (int row = 0; row < count; row++)
            Assert.AreEqual(10 * (row + 0.5f) + (row % 5 - 1), sums[row]);
        Assert.HasCount((count + Batch - 1) / Batch, mapper.Calls);
        Assert.IsTrue(mapper.Calls.All(call => call.EndsWith($"of {Batch}: - 1 -", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void VectorsBooleansAndPassingColumnsBelongToTheSameRowAlsoWhenShuffled()
    {
        BatchedView view = View(Rows(Batch + 60), out _);
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema, new Random(3));
        ValueGetter<VBuffer<float>> getDouble = cursor.GetGetter<VBuffer<float>>(view.Schema["Double"]);
        ValueGetter<bool> getLarge = cursor.GetGetter<bool>(view.Schema["IsLarge"]);
        ValueGetter<float> getIndex = cursor.GetGetter<float>(view.Schema["Index"]);
        ValueGetter<DataViewRowId> getId = cursor.GetIdGetter();
        var order = new List<float>();
        while (cursor.MoveNext())
        {
            Assert.AreEqual(order.Count, cursor.Position);
            VBuffer<float> doubled = default;
            bool isLarge = default;
            float index = default;
            DataViewRowId id = default;
            getIndex(ref index);
            getId(ref id);
            getLarge(ref isLarge);
            getDouble(ref doubled);
            Assert.AreEqual((ulong)index, id.Low);
            Assert.AreEqual(index + 0.5f > 1, isLarge);
            CollectionAssert.AreEqual(new[] { 2 * index, 0, 1 }, doubled.DenseValues().ToArray());
            order.Add(index);
        }
        Assert.AreEqual(-1, cursor.Position);
        Assert.IsFalse(cursor.MoveNext());
        CollectionAssert.AreEquivalent(Enumerable.Range(0, Batch + 60).Select(row => (float)row).ToList(), order);
        CollectionAssert.AreNotEqual(order.Order().ToList(), order);
    }

    [TestMethod]
    public void TheOrderOfShuffledRowsDoesNotDependOnTheColumnsThatAreRead()
    {
        BatchedView view = View(Rows(Batch + 60), out _);
        List<ulong> Order(params string[] columns)
        {
            using DataViewRowCursor cursor = view.GetRowCursor(columns.Select(name => view.Schema[name]), new Random(3));
            ValueGetter<DataViewRowId> getter = cursor.GetIdGetter();
            var order = new List<ulong>();
            DataViewRowId id = default;
            while (cursor.MoveNext())
            {
                getter(ref id);
                order.Add(id.Low);
            }
            return order;
        }
        List<ulong> order = Order("Index");
        CollectionAssert.AreEqual(order, Order("Index", "Sum"));
        CollectionAssert.AreEqual(order, Order("Sum"));
        CollectionAssert.AreEqual(order, Order());
        CollectionAssert.AreNotEqual(order.Order().ToList(), order);

        // One such view on another one, as when rows are coded twice.
        Assert.HasCount(Batch + 60, ViewReader.Rows(View(new MLContext(seed: 1).Data.ShuffleRows(view, seed: 4), out _), "Index", "Double", "Sum"));
    }

    [TestMethod]
    public void RowsShuffledByTheLibraryStayTogether()
    {
        IDataView shuffled = new MLContext(seed: 1).Data.ShuffleRows(Rows(Batch + 60), seed: 4, shufflePoolSize: 50);
        BatchedView view = View(shuffled, out _);
        List<string> rows = ViewReader.Rows(view, "Index", "Sum");
        CollectionAssert.AreEqual(ViewReader.Rows(shuffled, "Index").ConvertAll(index => $"{index} {SumOf(index)}"), rows);
        string SumOf(string index) => ViewReader.Hex([10 * (BitConverter.ToSingle(Convert.FromHexString(index)) + 0.5f)]);
    }

    [TestMethod]
    public void AFaultyRowDoesNotTouchItsNeighbours()
    {
        foreach (float wrong in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            FunctionView data = new FunctionView(5).AddVector("Features", 2, row => row == 2 ? [1, wrong] : [row, 1]);
            BatchedView view = View(data, out _);
            CollectionAssert.AreEqual(new[] { 10, 20, float.NaN, 40, 50 }, ViewReader.Scalars<float>(view, "Sum"));
            CollectionAssert.AreEqual(new[] { false, true, false, true, true }, ViewReader.Scalars<bool>(view, "IsLarge"));
            List<float[]> doubled = ViewReader.Vectors(view, "Double");
            CollectionAssert.AreEqual(new[] { float.NaN, float.NaN }, doubled[2]);
            CollectionAssert.AreEqual(new[] { 6f, 2f }, doubled[3]);
        }
    }

    [TestMethod]
    public void OnlyWhatIsAskedForIsReadAndComputed()
    {
        var source = new WatchedView(Rows(10));
        BatchedView view = View(source, out FakeMapper mapper);
        ViewReader.Rows(view, "Index");
        CollectionAssert.AreEqual(new[] { "Index" }, source.Opened);
        Assert.IsEmpty(mapper.Calls);

        ViewReader.Rows(view, "IsLarge");
        CollectionAssert.AreEqual(new[] { "Index", "Features", "" }, source.Opened);
        CollectionAssert.AreEqual(new[] { $"10 of {Batch}: - - 2" }, mapper.Calls);

        DataViewRowCursor[] cursors = view.GetRowCursorSet([view.Schema["Sum"]], 4, new Random(1));
        Assert.HasCount(1, cursors);
    }

    [TestMethod]
    public void BothCursorsGoWithTheirs()
    {
        var source = new WatchedView(Rows(10));
        BatchedView view = View(source, out _);
        DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        ValueGetter<float> getter = cursor.GetGetter<float>(view.Schema["Sum"]);
        Assert.IsTrue(cursor.MoveNext());
        cursor.Dispose();
        cursor.Dispose();
        Assert.AreEqual(2, source.Disposed);
        Assert.IsFalse(cursor.MoveNext());
        float value = 0;
        Assert.ThrowsExactly<InvalidOperationException>(() => getter(ref value));

        var broken = new WatchedView(Rows(10), (opening, rand) => opening == 1 ? throw new IOException("gone") : (Rows(10), rand));
        Assert.ThrowsExactly<IOException>(() => View(broken, out _).GetRowCursor(view.Schema));
        Assert.AreEqual(1, broken.Disposed);
    }

    [TestMethod]
    public void ASourceThatReshufflesIsFoundOut()
    {
        var source = new WatchedView(Rows(20), (opening, _) => (Rows(20), new Random(opening)));
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => ViewReader.Rows(View(source, out _), "Sum"));
        Assert.Contains("another order, each time it is read: after 0 rows one cursor has the row", error.Message);
        Assert.Contains("ml.Data.Cache", error.Message);
        Assert.AreEqual(2, source.Disposed);
    }

    [TestMethod]
    [DataRow(7, 9, "after 7 rows one cursor has the row", "another one has no row")]
    [DataRow(9, 7, "after 7 rows one cursor has ended", "another one has more")]
    [DataRow(Batch, Batch + 1, "has the row", "has no row")]
    [DataRow(Batch + 1, Batch, "has ended", "has more")]
    public void ASourceWithOtherRowsTheSecondTimeIsFoundOut(int ahead, int passing, string first, string second)
    {
        var source = new WatchedView(Rows(20), (opening, rand) => (Rows(opening == 0 ? ahead : passing), rand));
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => ViewReader.Rows(View(source, out _), "Sum"));
        Assert.Contains(first, error.Message);
        Assert.Contains(second, error.Message);
    }

    [TestMethod]
    public void AVectorOfAnotherLengthIsRefusedWithItsColumn()
    {
        FunctionView data = new FunctionView(3).Add("Features", new VectorDataViewType(NumberDataViewType.Single, 2),
            row => new VBuffer<float>(row == 1 ? 3 : 2, [1, 2, 3]));
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => ViewReader.Rows(View(data, out _), "Sum"));
        Assert.AreEqual("Column 'Features' has 2 slots, but a row gave a vector of length 3.", error.Message);
    }

    [TestMethod]
    public void NothingCanBeReadBeforeTheFirstRow()
    {
        BatchedView view = View(Rows(3), out _);
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema["Sum"]]);
        ValueGetter<float> getter = cursor.GetGetter<float>(view.Schema["Sum"]);
        float value = 0;
        Assert.ThrowsExactly<InvalidOperationException>(() => getter(ref value));
    }
}
