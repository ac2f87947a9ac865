using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Metrics of anomaly detection.</summary>
public sealed class AnomalyDetectionCatalog : TrainCatalogBase
{
    internal AnomalyDetectionCatalog(IHostEnvironment env)
        : base(env)
    {
    }

    /// <summary>Compares scores with the truth.</summary>
    /// <param name="data">A scored view.</param>
    /// <param name="labelColumnName">The truth: a number above 0 for anomalies, or a key of two values, the second for anomalies.</param>
    /// <param name="scoreColumnName">The score, higher for anomalies.</param>
    /// <param name="predictedLabelColumnName">The prediction; it must be there, but does not enter the metrics.</param>
    /// <param name="falsePositiveCount">How many normal rows may be taken for anomalies in the detection rate; at least 1.</param>
    public AnomalyDetectionMetrics Evaluate(IDataView data, string labelColumnName = "Label", string scoreColumnName = "Score",
        string predictedLabelColumnName = "PredictedLabel", int falsePositiveCount = 10)
    {
        Contracts.CheckValue(data, nameof(data));
        Contracts.CheckNonEmpty(labelColumnName, nameof(labelColumnName));
        Contracts.CheckNonEmpty(scoreColumnName, nameof(scoreColumnName));
        Contracts.CheckNonEmpty(predictedLabelColumnName, nameof(predictedLabelColumnName));
        Contracts.CheckParam(falsePositiveCount > 0, "K", "Must be positive");
        return AnomalyDetectionEvaluation.Evaluate(data, labelColumnName, scoreColumnName, predictedLabelColumnName, falsePositiveCount);
    }
}
