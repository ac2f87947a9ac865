using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace StandIns.Tests.Zip;

[TestClass]
public sealed class GoldenModelTests
{
    private const double ScoreTolerance = 1e-5;

    private readonly MLContext _ml = new(1);

    [TestMethod]
    public void IrisModelScoresAsTheOfficialPackageDoes()
    {
        ITransformer model = Golden.Load(_ml, Golden.Iris, out _);
        IrisRow[] rows = [.. _ml.Data.CreateEnumerable<IrisRow>(model.Transform(Golden.IrisData(_ml)), reuseRowObject: false)];
        Assert.AreEqual(150, rows.Length);
        int index = 0;
        foreach (JsonElement expected in Golden.Json(Golden.Iris).GetProperty("rows").EnumerateArray())
        {
            IrisRow row = rows[index];
            AssertClose(expected.GetProperty("features"), row.Features!, $"features of row {index}");
            AssertClose(expected.GetProperty("score"), row.Score!, $"scores of row {index}");
            Assert.AreEqual(expected.GetProperty("predicted").GetString(), row.PredictedSpecies);
            Assert.AreEqual(expected.GetProperty("label").GetUInt32(), row.Label);
            Assert.AreEqual(expected.GetProperty("predictedLabel").GetUInt32(), row.PredictedLabel);
            index += 15;
        }
    }

    [TestMethod]
    public void DigitsModelScoresAsTheOfficialPackageDoes()
    {
        ITransformer model = Golden.Load(_ml, Golden.Digits, out _);
        IDataView scored = model.Transform(Golden.DigitsData(_ml));
        float[][] scores = [.. scored.GetColumn<float[]>("Score")];
        uint[] predicted = [.. scored.GetColumn<uint>("PredictedLabel")];
        foreach (JsonElement expected in Golden.Json(Golden.Digits).GetProperty("rows").EnumerateArray())
        {
            int row = expected.GetProperty("row").GetInt32();
            AssertClose(expected.GetProperty("score"), scores[row], $"scores of row {row}");
            Assert.AreEqual(expected.GetProperty("predictedLabel").GetUInt32(), predicted[row]);
        }
    }

    [TestMethod]
    [DataRow(Golden.Iris)]
    [DataRow(Golden.Digits)]
    public void MetricsAreThoseOfTheOfficialPackage(string name)
    {
        ITransformer model = Golden.Load(_ml, name, out _);
        MulticlassClassificationMetrics metrics = _ml.MulticlassClassification.Evaluate(model.Transform(Golden.Data(_ml, name)));
        JsonElement expected = Golden.Json(name);
        Assert.AreEqual(expected.GetProperty("microAccuracy").GetDouble(), metrics.MicroAccuracy, 1e-12);
        Assert.AreEqual(expected.GetProperty("logLoss").GetDouble(), metrics.LogLoss, 1e-6);
        if (name != Golden.Iris)
            return;
        Assert.AreEqual(expected.GetProperty("macroAccuracy").GetDouble(), metrics.MacroAccuracy, 1e-12);
        Assert.AreEqual(expected.GetProperty("logLossReduction").GetDouble(), metrics.LogLossReduction, 1e-6);
        int label = 0;
        foreach (JsonElement loss in expected.GetProperty("perClassLogLoss").EnumerateArray())
            Assert.AreEqual(loss.GetDouble(), metrics.PerClassLogLoss[label++], 1e-6);
        label = 0;
        foreach (JsonElement counts in expected.GetProperty("confusion").EnumerateArray())
            CollectionAssert.AreEqual(counts.EnumerateArray().Select(count => count.GetDouble()).ToArray(), metrics.ConfusionMatrix.Counts[label++].ToArray());
    }

    [TestMethod]
    public void InputSchemaIsRestored()
    {
        Golden.Load(_ml, Golden.Iris, out DataViewSchema iris);
        CollectionAssert.AreEqual(new[] { "SepalLength", "SepalWidth", "PetalLength", "PetalWidth", "Species" }, iris.Select(column => column.Name).ToArray());
        Assert.AreEqual(TextDataViewType.Instance, iris["Species"].Type);
        Golden.Load(_ml, Golden.Digits, out DataViewSchema digits);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 64), digits["Pixels"].Type);
        Assert.AreEqual(NumberDataViewType.Single, digits["Number"].Type);
    }

    [TestMethod]
    public void PredictionEngineAgreesWithTransform()
    {
        ITransformer model = Golden.Load(_ml, Golden.Iris, out _);
        using PredictionEngine<IrisInput, IrisRow> engine = _ml.Model.CreatePredictionEngine<IrisInput, IrisRow>(model);
        IDataView data = Golden.IrisData(_ml);
        float[][] scores = [.. model.Transform(data).GetColumn<float[]>("Score")];
        int row = 0;
        foreach (IrisInput input in _ml.Data.CreateEnumerable<IrisInput>(data, reuseRowObject: false))
            CollectionAssert.AreEqual(scores[row++], engine.Predict(input).Score);
        Assert.AreEqual(150, row);
    }

    [TestMethod]
    public void ScoredColumnsCarryTheOfficialAnnotations()
    {
        ITransformer model = Golden.Load(_ml, Golden.Iris, out DataViewSchema schema);
        DataViewSchema scored = model.GetOutputSchema(schema);
        CollectionAssert.AreEqual(new[] { "Label", "Features", "Features", "PredictedLabel", "Score", "PredictedSpecies" },
            scored.Skip(schema.Count).Select(column => column.Name).ToArray());

        foreach ((string column, string kind) in (ReadOnlySpan<(string, string)>)[("Score", "Score"), ("PredictedLabel", "PredictedLabel")])
        {
            ReadOnlyMemory<char> text = default;
            scored[column].Annotations.GetValue("ScoreColumnKind", ref text);
            Assert.AreEqual("MulticlassClassification", text.ToString());
            scored[column].Annotations.GetValue("ScoreValueKind", ref text);
            Assert.AreEqual(kind, text.ToString());
            uint set = 0;
            scored[column].Annotations.GetValue("ScoreColumnSetId", ref set);
            Assert.AreEqual(1u, set);
        }

        VBuffer<ReadOnlyMemory<char>> names = default;
        scored["Score"].GetSlotNames(ref names);
        CollectionAssert.AreEqual(new[] { "setosa", "versicolor", "virginica" }, names.DenseValues().Select(name => name.ToString()).ToArray());
        scored["PredictedLabel"].GetKeyValues(ref names);
        CollectionAssert.AreEqual(new[] { "setosa", "versicolor", "virginica" }, names.DenseValues().Select(name => name.ToString()).ToArray());
        scored["Features"].GetSlotNames(ref names);
        CollectionAssert.AreEqual(new[] { "SepalLength", "SepalWidth", "PetalLength", "PetalWidth" }, names.DenseValues().Select(name => name.ToString()).ToArray());
        Assert.IsTrue(scored["Features"].IsNormalized());
    }

    private static void AssertClose(JsonElement expected, float[] actual, string what)
    {
        float[] values = [.. expected.EnumerateArray().Select(value => value.GetSingle())];
        Assert.AreEqual(values.Length, actual.Length, what);
        for (int i = 0; i < values.Length; i++)
            Assert.AreEqual(values[i], actual[i], ScoreTolerance, $"{what}, item {i}");
    }

    public sealed class IrisInput
    {
        public float SepalLength { get; set; }

        public float SepalWidth { get; set; }

        public float PetalLength { get; set; }

        public float PetalWidth { get; set; }

        public string Species { get; set; } = "";
    }

    public sealed class IrisRow
    {
        public float[]? Features { get; set; }

        public float[]? Score { get; set; }

        public string? PredictedSpecies { get; set; }

        [KeyType(3)]
        public uint Label { get; set; }

        [KeyType(3)]
        public uint PredictedLabel { get; set; }
    }
}
