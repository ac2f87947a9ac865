using MlNetGenerative.Core.Training;
using MlNetGenerative.Pipeline;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetGenerative.Tests.Pipeline;

[TestClass]
public sealed class LabelledRowsTests
{
    private static readonly MLContext Context = new(seed: 1);

    private sealed class Row
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];

        [KeyType(4)]
        public uint Label { get; set; }

        [KeyType(4)]
        public byte Small { get; set; }

        public string Name { get; set; } = "";
    }

    private static IDataView Data(uint secondLabel = 3) => Context.Data.LoadFromEnumerable(new[]
    {
        new Row { Features = [0, 0.5f, 1], Label = 2, Small = 2, Name = "two" },
        new Row { Features = [0.25f, 0, 0], Label = secondLabel, Small = 1, Name = "one" },
    });

    private static FeatureRows Rows(IDataView data, string label, bool? skip = false) =>
        new(data, data.Schema["Features"], ValueRange.UnitInterval, skip, KeyColumn.Require(data.Schema, label));

    private static List<(int[] Indices, float[] Values)> Read(ITrainingRows rows)
    {
        var all = new List<(int[], float[])>();
        using ITrainingRowReader reader = rows.Open(null);
        while (reader.MoveNext())
            all.Add((reader.Indices.ToArray(), reader.Values.ToArray()));
        return all;
    }

    [TestMethod]
    public void TheOneHotCodeOfTheLabelFollowsTheFeatures()
    {
        // [KeyType] counts from 0 on the class, so label 2 is the third of four.
        FeatureRows rows = Rows(Data(), "Label");
        Assert.AreEqual(7, rows.Width);
        List<(int[] Indices, float[] Values)> read = Read(rows);
        CollectionAssert.AreEqual(new[] { 1, 2, 5 }, read[0].Indices);
        CollectionAssert.AreEqual(new[] { 0.5f, 1, 1 }, read[0].Values);
        CollectionAssert.AreEqual(new[] { 0, 6 }, read[1].Indices);
        Assert.AreEqual(read[0].Indices[^1], Read(Rows(Data(), "Small"))[0].Indices[^1]);
    }

    [TestMethod]
    public void AMissingLabelIsAnErrorThatNamesRowAndColumnOrIsSkipped()
    {
        IDataView data = Data(secondLabel: 4);   // out of range: missing in the view
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => Read(Rows(data, "Label")));
        Assert.Contains("Row 1 of column 'Label' has no label", error.Message);
        FeatureRows skipping = Rows(data, "Label", skip: true);
        Assert.HasCount(1, Read(skipping));
        Assert.AreEqual(1, skipping.NumberOfSkippedRows);
    }

    [TestMethod]
    public void LabelsHaveTheNamesOfTheirKeysOrTheirNumbers()
    {
        IDataView data = Data();
        CollectionAssert.AreEqual(new[] { "0", "1", "2", "3" }, KeyColumn.ReadNames(data.Schema["Label"]));
        IDataView mapped = Context.Transforms.Conversion.MapValueToKey("Key", "Name").Fit(data).Transform(data);
        CollectionAssert.AreEqual(new[] { "two", "one" }, KeyColumn.ReadNames(mapped.Schema["Key"]));
    }

    [TestMethod]
    public void OtherColumnsAreRefusedInTheWordingOfTheLibrary()
    {
        DataViewSchema schema = Data().Schema;
        Assert.Contains("Could not find label column 'Missing'", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => KeyColumn.Require(schema, "Missing")).Message);
        Assert.Contains("Schema mismatch for label column 'Name': expected Key<UInt32>, got String", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => KeyColumn.Require(schema, "Name")).Message);
        Assert.Contains("a key of 3 labels, got a key of 4 labels", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => KeyColumn.Require(schema, "Label", 3)).Message);
    }
}
