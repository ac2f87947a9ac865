using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetGenerative.Tests.Boltzmann;
using MlNetGenerative.Tests.Pipeline;

namespace MlNetGenerative.Tests.Evaluation;

[TestClass]
public sealed class AnomalyDetectionTests
{
    private const int Rows = 200;
    private const int RowsBetweenAnomalies = 50;

    [TestMethod]
    public void ScoresAndPredictedLabelsFindPlantedAnomalies()
    {
        MLContext ml = new(seed: 1);
        FunctionView data = new FunctionView(Rows)
            .Add("Label", NumberDataViewType.Single, row => IsAnomaly(row) ? 1f : 0f)
            .AddVector("Features", 6, row => IsAnomaly(row) ? [1, 0, 1, 0, 1, 0] : row % 2 == 0 ? [1, 1, 1, 0, 0, 0] : [0, 0, 0, 1, 1, 1]);
        IDataView scored = Machines.Fit(options =>
        {
            options.NumberOfEpochs = 100;
            options.LearningRate = 0.3f;
            options.AnomalyQuantile = 1 - 1.0 / RowsBetweenAnomalies;
        }, data, ml).Transform(data);

        AnomalyDetectionMetrics metrics = ml.AnomalyDetection.Evaluate(scored, falsePositiveCount: 2);
        Assert.AreEqual(1, metrics.AreaUnderRocCurve, 1e-12);
        Assert.AreEqual(1, metrics.DetectionRateAtFalsePositiveCount, 1e-12);
        bool[] predicted = [.. scored.GetColumn<bool>("PredictedLabel")];
        for (int row = 0; row < Rows; row++)
            Assert.AreEqual(IsAnomaly(row), predicted[row], $"row {row}");
    }

    private static bool IsAnomaly(int row) => row % RowsBetweenAnomalies == 7;
}
