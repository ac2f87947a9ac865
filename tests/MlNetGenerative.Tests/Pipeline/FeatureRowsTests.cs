using MlNetGenerative.Core.Training;
using MlNetGenerative.Pipeline;

namespace MlNetGenerative.Tests.Pipeline;

/// <summary>Rows read from a view in passes.</summary>
[TestClass]
public sealed class FeatureRowsTests
{
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void EachSeedGivesAnOrderOfAllRowsAndTheSameSeedTheSame(bool canShuffle)
    {
        FunctionView data = new FunctionView(500, canShuffle).AddVector("Features", 2, row => [row / 500f, 1]);
        var rows = new FeatureRows(data, data.Schema["Features"], ValueRange.UnitInterval, skipInvalidRows: false);
        List<float> stored = Read(rows, null), first = Read(rows, 1), again = Read(rows, 1), second = Read(rows, 2);
        Assert.AreEqual(500L, rows.Count);
        CollectionAssert.AreEqual(stored.Order().ToList(), stored);
        CollectionAssert.AreEqual(first, again);
        CollectionAssert.AreNotEqual(first, second);
        CollectionAssert.AreNotEqual(stored, first);
        CollectionAssert.AreEquivalent(stored, first);
        CollectionAssert.AreEquivalent(stored, second);
    }

    [TestMethod]
    public void DenseAndSparseRowsBecomeTheSameEntries()
    {
        float[] values = [0, 0.5f, 0, 0, 1, 0];
        FunctionView dense = new FunctionView(1).AddVector("Features", 6, _ => values);
        FunctionView sparse = new FunctionView(1).AddVector("Features", 6, _ => values, sparse: true);
        foreach (FunctionView data in (ReadOnlySpan<FunctionView>)[dense, sparse])
        {
            using ITrainingRowReader reader = new FeatureRows(data, data.Schema["Features"], ValueRange.UnitInterval, false).Open(null);
            Assert.IsTrue(reader.MoveNext());
            CollectionAssert.AreEqual(new[] { 1, 4 }, reader.Indices.ToArray());
            CollectionAssert.AreEqual(new[] { 0.5f, 1f }, reader.Values.ToArray());
            Assert.IsFalse(reader.MoveNext());
        }
    }

    private static List<float> Read(FeatureRows rows, ulong? seed)
    {
        var values = new List<float>();
        using ITrainingRowReader reader = rows.Open(seed);
        while (reader.MoveNext())
            values.Add(reader.Values.Length == 2 ? reader.Values[0] : 0);
        return values;
    }
}
