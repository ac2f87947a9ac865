using Microsoft.ML;
using Microsoft.ML.Data;
using StandIns.Tests.Zip;

namespace StandIns.Tests.Trainers;

[TestClass]
public sealed class MulticlassEvaluationTests
{
    // Keys count from 0 on a class; what is out of range is missing.
    private const uint Missing = 3;

    private readonly MLContext _ml = new(1);

    [TestMethod]
    public void MetricsOfAFewRowsAreThoseComputedByHand()
    {
        MulticlassClassificationMetrics metrics = _ml.MulticlassClassification.Evaluate(_ml.Data.LoadFromEnumerable(Rows), topKPredictionCount: 2);
        Assert.AreEqual(0.5, metrics.MicroAccuracy, 1e-12);
        Assert.AreEqual((0.5 + 1 + 0) / 3, metrics.MacroAccuracy, 1e-12);
        double[] losses = [-Math.Log(0.7f), -Math.Log(0.3f), -Math.Log(0.6f), -Math.Log(1e-15)];
        Assert.AreEqual(losses.Average(), metrics.LogLoss, 1e-9);
        double entropy = -(0.5 * Math.Log(0.5) + 2 * 0.25 * Math.Log(0.25));
        Assert.AreEqual((entropy - losses.Average()) / entropy, metrics.LogLossReduction, 1e-9);
        Assert.AreEqual((losses[0] + losses[1]) / 2, metrics.PerClassLogLoss[0], 1e-9);
        Assert.AreEqual(losses[2], metrics.PerClassLogLoss[1], 1e-9);
        Assert.AreEqual(0.75, metrics.TopKAccuracy, 1e-12);
        Assert.AreEqual(2, metrics.TopKPredictionCount);

        Assert.AreEqual(3, metrics.ConfusionMatrix.NumberOfClasses);
        double[][] expected = [[1, 1, 0], [0, 1, 0], [1, 0, 0]];
        for (int actual = 0; actual < 3; actual++)
            CollectionAssert.AreEqual(expected[actual], metrics.ConfusionMatrix.Counts[actual].ToArray());
        CollectionAssert.AreEqual(new[] { 0.5, 1.0, 0.0 }, metrics.ConfusionMatrix.PerClassRecall.ToArray());
        CollectionAssert.AreEqual(new[] { 0.5, 0.5, 0.0 }, metrics.ConfusionMatrix.PerClassPrecision.ToArray());
        StringAssert.Contains(metrics.ConfusionMatrix.GetFormattedConfusionTable(), "PREDICTED");
    }

    [TestMethod]
    public void RowsWithoutLabelAreLeftOut()
    {
        IDataView more = _ml.Data.LoadFromEnumerable([.. Rows, new ScoredRow { Label = Missing, Score = [1, 0, 0], PredictedLabel = 0 }]);
        Assert.AreEqual(_ml.MulticlassClassification.Evaluate(_ml.Data.LoadFromEnumerable(Rows)).LogLoss, _ml.MulticlassClassification.Evaluate(more).LogLoss, 1e-12);
    }

    [TestMethod]
    public void MissingColumnsAreNamed()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows);
        StringAssert.Contains(Assert.Throws<ArgumentException>(() => _ml.MulticlassClassification.Evaluate(data, labelColumnName: "Truth")).Message, "Truth");
        StringAssert.Contains(Assert.Throws<ArgumentException>(() => _ml.MulticlassClassification.Evaluate(data, scoreColumnName: "Points")).Message, "Points");
    }

    [TestMethod]
    public void CrossValidationScoresEachRowOnceWithAModelThatHasNotSeenIt()
    {
        IDataView data = Golden.IrisData(_ml);
        var folds = _ml.MulticlassClassification.CrossValidate(data, Golden.IrisPipeline(_ml), numberOfFolds: 4, labelColumnName: "Label", seed: 3);
        Assert.AreEqual(4, folds.Count);
        CollectionAssert.AreEqual(new[] { 0, 1, 2, 3 }, folds.Select(fold => fold.Fold).ToArray());
        long rows = 0;
        foreach (var fold in folds)
        {
            long own = fold.ScoredHoldOutSet.GetColumn<uint>("PredictedLabel").LongCount();
            Assert.IsTrue(own is > 15 and < 60, $"fold {fold.Fold} has {own} rows");
            rows += own;
            MulticlassClassificationMetrics again = _ml.MulticlassClassification.Evaluate(fold.ScoredHoldOutSet);
            Assert.AreEqual(again.LogLoss, fold.Metrics.LogLoss);
            Assert.IsTrue(fold.Metrics.MicroAccuracy > 0.8);
            Assert.IsNotNull(fold.Model.GetOutputSchema(data.Schema).GetColumnOrNull("PredictedSpecies"));
        }

        Assert.AreEqual(150, rows);
    }

    [TestMethod]
    public void RowsOfOneSamplingKeyStayInOneFold()
    {
        IDataView data = Golden.IrisData(_ml);
        IEstimator<ITransformer> pipeline = _ml.Transforms.Conversion.MapValueToKey("Label", "Species", keyData: _ml.Data.LoadFromEnumerable(new[] { "setosa", "versicolor", "virginica" }.Select(name => new Name { Value = name })))
            .Append(_ml.Transforms.Concatenate("Features", "SepalLength", "PetalLength"))
            .Append(_ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy());
        var folds = _ml.MulticlassClassification.CrossValidate(data, pipeline, numberOfFolds: 3, samplingKeyColumnName: "PetalWidth", seed: 1);
        var seen = new Dictionary<float, int>();
        foreach (var fold in folds)
        {
            foreach (float width in fold.ScoredHoldOutSet.GetColumn<float>("PetalWidth"))
            {
                seen.TryAdd(width, fold.Fold);
                Assert.AreEqual(fold.Fold, seen[width], $"width {width}");
            }
        }

        Assert.AreEqual(22, seen.Count);
    }

    private static ScoredRow[] Rows =>
    [
        new() { Label = 0, Score = [0.7f, 0.2f, 0.1f], PredictedLabel = 0 },
        new() { Label = 0, Score = [0.3f, 0.5f, 0.2f], PredictedLabel = 1 },
        new() { Label = 1, Score = [0.3f, 0.6f, 0.1f], PredictedLabel = 1 },
        new() { Label = 2, Score = [0.6f, 0.4f, 0f], PredictedLabel = 0 },
    ];

    public sealed class Name
    {
        public string Value { get; set; } = "";
    }

    public sealed class ScoredRow
    {
        [KeyType(3)]
        public uint Label { get; set; }

        [KeyType(3)]
        public uint PredictedLabel { get; set; }

        [VectorType(3)]
        public float[] Score { get; set; } = new float[3];
    }
}
