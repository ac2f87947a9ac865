using MlNetGenerative.Neural.Pipeline;
using MlNetGenerative.Tests.Pipeline;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetGenerative.Neural.Tests.Pipeline;

[TestClass]
public sealed class BatchedMapperTests
{
    private static FunctionView Rows(int count) => new FunctionView(count)
        .AddVector("Noise", 2, row => [row, -row])
        .AddVector("Features", 3, row => row == 1 ? [float.NaN, 0, 0] : [row, 0, 0.5f]);

    [TestMethod]
    public void ARowIsABatchOfOneReadAndScoredOnce()
    {
        FunctionView data = Rows(4);
        var mapper = new FakeMapper(data.Schema);
        using DataViewRowCursor cursor = data.GetRowCursor(mapper.GetDependencies(mapper.OutputSchema));
        using DataViewRow row = mapper.GetRow(cursor, mapper.OutputSchema);
        Func<string> text = ViewReader.Texts(row, mapper.OutputSchema);
        string expected = string.Join('\n', ViewReader.Rows(new BatchedView(mapper, data), [.. mapper.OutputSchema.Select(column => column.Name)]));
        mapper.Calls.Clear();
        data.ValuesRead.Clear();
        var got = new List<string>();
        while (cursor.MoveNext())
        {
            got.Add(text());
            Assert.AreEqual(got[^1], text());
        }
        Assert.AreEqual(expected, string.Join('\n', got));
        // What is wanted is learned in the first row.
        CollectionAssert.AreEqual((string[])["1 of 1: 0 - -", "1 of 1: - 1 -", "1 of 1: - - 2", .. Enumerable.Repeat("1 of 1: 0 1 2", 3)], mapper.Calls);
        // Both texts of a row read the column once for itself; the batch reads it once.
        Assert.AreEqual(4 * 3, data.ValuesRead["Features"]);
    }

    [TestMethod]
    public void OfARowOnlyTheOutputsThatAreReadAreComputed()
    {
        FunctionView data = Rows(4);
        var mapper = new FakeMapper(data.Schema);
        using DataViewRowCursor cursor = data.GetRowCursor(data.Schema);
        using DataViewRow row = mapper.GetRow(cursor, mapper.OutputSchema);
        ValueGetter<float> getSum = row.GetGetter<float>(mapper.OutputSchema["Sum"]);
        ValueGetter<bool> getLarge = row.GetGetter<bool>(mapper.OutputSchema["IsLarge"]);
        float sum = 0;
        bool isLarge = false;
        cursor.MoveNext();
        getSum(ref sum);
        cursor.MoveNext();
        getSum(ref sum);
        Assert.IsTrue(float.IsNaN(sum));
        getLarge(ref isLarge);
        Assert.IsFalse(isLarge);
        cursor.MoveNext();
        getLarge(ref isLarge);
        getSum(ref sum);
        Assert.AreEqual(25, sum);
        Assert.IsTrue(isLarge);
        CollectionAssert.AreEqual(new[] { "1 of 1: - 1 -", "1 of 1: - 1 -", "1 of 1: - - 2", "1 of 1: - 1 2" }, mapper.Calls);
    }

    [TestMethod]
    public void ARowWithoutAppendedColumnsReadsNothing()
    {
        FunctionView data = Rows(2);
        var mapper = new FakeMapper(data.Schema);
        DataViewSchema.Column[] active = [mapper.OutputSchema["Noise"]];
        CollectionAssert.AreEqual(new[] { "Noise" }, mapper.GetDependencies(active).Select(column => column.Name).ToList());
        using DataViewRowCursor cursor = data.GetRowCursor(mapper.GetDependencies(active));
        using DataViewRow row = mapper.GetRow(cursor, active);
        Func<string> text = ViewReader.Texts(row, active);
        Assert.IsTrue(cursor.MoveNext());
        text();
        Assert.IsEmpty(mapper.Calls);
        Assert.IsFalse(data.ValuesRead.ContainsKey("Features"));
    }

    [TestMethod]
    public void TwoStackedMappersReadAColumnEach()
    {
        FunctionView data = Rows(5);
        var first = new FakeMapper(data.Schema, features: "Noise", prefix: "Noise");
        var second = new FakeMapper(first.OutputSchema, first.OutputSchema[data.Schema["Features"].Index], label: null, prefix: "");
        var stacked = new StackedMapper(first, second);
        IDataView view = new BatchedView(second, new BatchedView(first, data));
        Assert.AreSame(view.Schema, stacked.OutputSchema);
        Assert.AreSame(data.Schema, stacked.InputSchema);

        DataViewSchema.Column[] all = [.. stacked.OutputSchema];
        using DataViewRowCursor cursor = data.GetRowCursor(stacked.GetDependencies(all));
        using DataViewRow row = stacked.GetRow(cursor, all);
        Func<string> text = ViewReader.Texts(row, all);
        foreach (string expected in ViewReader.Rows(view, [.. all.Select(column => column.Name)]))
        {
            Assert.IsTrue(cursor.MoveNext());
            Assert.AreEqual(expected, text());
        }
        first.Calls.Clear();
        second.Calls.Clear();
        CollectionAssert.AreEqual(new[] { 5f, float.NaN, 25, 35, 45 }, ViewReader.Scalars<float>(view, "Sum"));
        Assert.IsEmpty(first.Calls);
        CollectionAssert.AreEqual(new[] { 0f, 0, 0, 0, 0 }, ViewReader.Scalars<float>(view, "NoiseSum"));
        Assert.HasCount(1, first.Calls);
        Assert.HasCount(1, second.Calls);
        CollectionAssert.AreEqual(new[] { "Features" }, stacked.GetDependencies([stacked.OutputSchema["Sum"]]).Select(column => column.Name).ToList());
        CollectionAssert.AreEqual(new[] { "Noise" }, stacked.GetDependencies([stacked.OutputSchema["NoiseSum"]]).Select(column => column.Name).ToList());
    }
}
