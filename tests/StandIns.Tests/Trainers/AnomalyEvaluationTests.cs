using Microsoft.ML;
using Microsoft.ML.Data;

namespace StandIns.Tests.Trainers;

[TestClass]
public sealed class AnomalyEvaluationTests
{
    private readonly MLContext _ml = new(1);

    [TestMethod]
    public void MetricsOfAFewRowsAreThoseComputedByHand()
    {
        // By descending score: anomaly, normal, anomaly, anomaly and normal of equal score, normal, anomaly, normal.
        ScoredRow[] rows = [new(0, 0.1f), new(1, 9), new(0, 8), new(1, 7), new(0, 5), new(1, 5), new(0, 3), new(1, 2)];
        AnomalyDetectionMetrics metrics = Evaluate(rows, 3);
        // The anomalies beat 4, 3, 2.5 and 1 of the 4 normal rows.
        Assert.AreEqual((4 + 3 + 2.5 + 1) / 16, metrics.AreaUnderRocCurve, 1e-12);
        Assert.AreEqual(1, metrics.DetectionRateAtFalsePositiveCount, 1e-12, "three false positives leave one normal row, which is the last");
        Assert.AreEqual(1, Evaluate(rows).DetectionRateAtFalsePositiveCount, 1e-12, "with as many false positives as normal rows everything is found");
    }

    [TestMethod]
    public void DetectionRateCountsTheAnomaliesAboveTheFalsePositives()
    {
        // 100 normal rows with scores 0 to 99; anomalies above 5, 20 and 90 of them.
        IEnumerable<ScoredRow> normal = Enumerable.Range(0, 100).Select(score => new ScoredRow(0, score));
        ScoredRow[] rows = [.. normal, new(1, 4.5f), new(1, 19.5f), new(1, 89.5f)];
        Assert.AreEqual((5 + 20 + 90) / 300.0, Evaluate(rows, 15).AreaUnderRocCurve, 1e-12);
        Assert.AreEqual(0, Evaluate(rows, 5).DetectionRateAtFalsePositiveCount, 1e-12);
        Assert.AreEqual(1 / 3.0, Evaluate(rows, 15).DetectionRateAtFalsePositiveCount, 1e-12);
        Assert.AreEqual(2 / 3.0, Evaluate(rows, 85).DetectionRateAtFalsePositiveCount, 1e-12);
    }

    [TestMethod]
    public void RowsWithoutLabelOrScoreAreLeftOut()
    {
        ScoredRow[] rows = [new(1, 3), new(0, 2), new(1, 1), new(0, 0)];
        ScoredRow[] more = [.. rows, new(float.NaN, 9), new(0, float.NaN), new(1, float.NegativeInfinity), new(0, float.PositiveInfinity)];
        Assert.AreEqual(Evaluate(rows).AreaUnderRocCurve, Evaluate(more).AreaUnderRocCurve, 1e-12);
    }

    [TestMethod]
    public void LabelsMayBeKeysOfTwoValues()
    {
        KeyRow[] rows = [new() { Label = 1, Score = 3 }, new() { Label = 0, Score = 2 }, new() { Label = 1, Score = 1 }, new() { Label = 2, Score = 9 }];
        Assert.AreEqual(0.5, _ml.AnomalyDetection.Evaluate(_ml.Data.LoadFromEnumerable(rows)).AreaUnderRocCurve, 1e-12);
    }

    [TestMethod]
    [DataRow(0f)]
    [DataRow(1f)]
    public void RowsOfOneKindHaveNoMetrics(float label)
        => StringAssert.Contains(Assert.Throws<ArgumentOutOfRangeException>(() => Evaluate([new(label, 1), new(label, 2)])).Message, "AUC is not defined");

    [TestMethod]
    public void WhatDoesNotFitIsNamed()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(new[] { new ScoredRow(1, 1), new ScoredRow(0, 2) });
        Refused("Truth", () => _ml.AnomalyDetection.Evaluate(data, labelColumnName: "Truth"));
        Refused("Points", () => _ml.AnomalyDetection.Evaluate(data, scoreColumnName: "Points"));
        Refused("Guess", () => _ml.AnomalyDetection.Evaluate(data, predictedLabelColumnName: "Guess"));
        Refused("Schema mismatch for score column 'PredictedLabel'", () => _ml.AnomalyDetection.Evaluate(data, scoreColumnName: "PredictedLabel"));
        Refused("Schema mismatch for label column 'Name'", () => _ml.AnomalyDetection.Evaluate(data, labelColumnName: "Name"));
        Refused("Must be positive", () => _ml.AnomalyDetection.Evaluate(data, falsePositiveCount: 0));
    }

    private static void Refused(string expected, Action evaluate) => StringAssert.Contains(Assert.Throws<ArgumentException>(evaluate).Message, expected);

    private AnomalyDetectionMetrics Evaluate(ScoredRow[] rows, int falsePositiveCount = 10)
        => _ml.AnomalyDetection.Evaluate(_ml.Data.LoadFromEnumerable(rows), falsePositiveCount: falsePositiveCount);

    public sealed class ScoredRow
    {
        public ScoredRow()
        {
        }

        public ScoredRow(float label, float score)
        {
            Label = label;
            Score = score;
        }

        public float Label { get; set; }

        public float Score { get; set; }

        public bool PredictedLabel { get; set; }

        public string Name { get; set; } = "";
    }

    public sealed class KeyRow
    {
        // Keys count from 0 on a class; what is out of range is missing.
        [KeyType(2)]
        public uint Label { get; set; }

        public float Score { get; set; }

        public bool PredictedLabel { get; set; }
    }
}
