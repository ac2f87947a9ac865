using MlNetGenerative.Neural.Pipeline;
using MlNetGenerative.Pipeline;
using MlNetGenerative.Tests.Pipeline;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetGenerative.Neural.Tests.Pipeline;

[TestClass]
public sealed class GeneratedRowsTests
{
    private const int Batch = BatchedView.RowsPerBatch;

    [TestMethod]
    [DataRow(1)]
    [DataRow(Batch)]
    [DataRow(3 * Batch + 5)]
    public void RowsAreTheSameInAnyOrderAndComputedOnce(int count)
    {
        var view = new Squares(count);
        List<float> serial = ViewReader.Scalars<float>(view, "Square");
        CollectionAssert.AreEqual(Enumerable.Range(0, count).Select(row => (float)row * row).ToList(), serial);
        Assert.AreEqual((count + Batch - 1) / Batch, view.Calls);

        view.Calls = 0;
        Dictionary<string, string> byId = ViewReader.ById(view, new Random(3));
        Assert.AreEqual((count + Batch - 1) / Batch, view.Calls);
        PipelineAssert.AssertSame(ViewReader.ById(view), byId);
        PipelineAssert.AssertSame(byId, ViewReader.ByIdFromSet(view, 3));
        PipelineAssert.AssertSame(byId, ViewReader.ByIdFromSet(view, 3, new Random(4)));
    }

    [TestMethod]
    public void RowsThatWerePassedOverAreNoTrouble()
    {
        var view = new Squares(3 * Batch);
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        ValueGetter<float> getter = cursor.GetGetter<float>(view.Schema["Square"]);
        float value = 0;
        Assert.ThrowsExactly<InvalidOperationException>(() => getter(ref value));
        for (int row = 0; cursor.MoveNext(); row++)
        {
            if (row % 300 != 7)
                continue;
            getter(ref value);
            Assert.AreEqual((float)row * row, value);
        }
    }

    private sealed class Squares : IndexedView
    {
        public Squares(int count) : base(count, rowsPerBatch: 64)
        {
            var schema = new DataViewSchema.Builder();
            schema.AddColumn("Square", NumberDataViewType.Single);
            Schema = schema.ToSchema();
        }

        public int Calls { get; set; }

        public override DataViewSchema Schema { get; }

        public override Delegate?[] CreateGetters(IndexedCursor cursor, bool[] active, bool ascending)
        {
            var rows = new GeneratedRows(cursor, 1, (indices, values) =>
            {
                Calls++;
                Assert.AreEqual(Batch, indices.Length);
                for (int i = 0; i < indices.Length; i++)
                    values[i] = (float)indices[i] * indices[i];
            });
            return [(ValueGetter<float>)((ref float value) => value = rows.Current()[0])];
        }
    }
}
