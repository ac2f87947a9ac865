namespace Microsoft.ML.Data;

/// <summary>How well scores tell anomalies from normal rows.</summary>
public sealed class AnomalyDetectionMetrics
{
    internal AnomalyDetectionMetrics(double areaUnderRocCurve, double detectionRateAtFalsePositiveCount)
    {
        AreaUnderRocCurve = areaUnderRocCurve;
        DetectionRateAtFalsePositiveCount = detectionRateAtFalsePositiveCount;
    }

    /// <summary>The probability that an anomaly scores higher than a normal row, each drawn at random; equal scores count half.</summary>
    public double AreaUnderRocCurve { get; }

    /// <summary>The part of the anomalies that is found when, by descending score, so many normal rows are taken for anomalies.</summary>
    public double DetectionRateAtFalsePositiveCount { get; }
}
