using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Computes the metrics of anomaly scores. Rows without label or with a score that is not finite are left out.</summary>
internal static class AnomalyDetectionEvaluation
{
    private const int KeyOfAnomalies = 2;

    public static AnomalyDetectionMetrics Evaluate(IDataView data, string labelName, string scoreName, string predictedLabelName, int falsePositiveCount)
    {
        DataViewSchema.Column label = EvaluatedColumns.Require(data, "label", labelName);
        DataViewSchema.Column score = EvaluatedColumns.Require(data, "score", scoreName);
        EvaluatedColumns.Require(data, "predicted label", predictedLabelName);
        if (score.Type != NumberDataViewType.Single)
            throw Contracts.ExceptSchemaMismatch(nameof(data), "score", scoreName, "float", score.Type.ToString());
        bool isKey = label.Type is KeyDataViewType { Count: 2 } key && key.RawType == typeof(uint);
        if (!isKey && label.Type != NumberDataViewType.Single)
            throw Contracts.ExceptSchemaMismatch(nameof(data), "label", labelName, "float or a KeyType with cardinality 2", label.Type.ToString());

        List<(float Score, bool IsAnomaly)> rows = [.. Read(data, label, score, isKey).OrderByDescending(row => row.Score)];
        long anomalies = rows.Count(row => row.IsAnomaly);
        long normal = rows.Count - anomalies;
        Contracts.CheckParam(anomalies > 0, "PosSample", "AUC is not defined when there is no positive class in the data");
        Contracts.CheckParam(normal > 0, "NegSample", "AUC is not defined when there is no negative class in the data");
        return new AnomalyDetectionMetrics(AreaUnderRocCurve(rows, anomalies, normal), DetectionRate(rows, anomalies, falsePositiveCount));
    }

    private static List<(float Score, bool IsAnomaly)> Read(IDataView data, DataViewSchema.Column label, DataViewSchema.Column score, bool isKey)
    {
        var rows = new List<(float, bool)>();
        using DataViewRowCursor cursor = data.GetRowCursor([label, score]);
        ValueGetter<float> getScore = cursor.GetGetter<float>(cursor.Schema[score.Index]);
        ValueGetter<uint> getKey = isKey ? cursor.GetGetter<uint>(cursor.Schema[label.Index]) : null;
        ValueGetter<float> getNumber = isKey ? null : cursor.GetGetter<float>(cursor.Schema[label.Index]);
        uint key = 0;
        float number = 0, value = 0;
        while (cursor.MoveNext())
        {
            getKey?.Invoke(ref key);
            getNumber?.Invoke(ref number);
            getScore(ref value);
            bool hasLabel = isKey ? key > 0 : !float.IsNaN(number);
            if (hasLabel && float.IsFinite(value))
                rows.Add((value, isKey ? key == KeyOfAnomalies : number > 0));
        }

        return rows;
    }

    // Over groups of equal scores, from the highest: each normal row counts the anomalies above it and half of its equals.
    private static double AreaUnderRocCurve(List<(float Score, bool IsAnomaly)> descending, long anomalies, long normal)
    {
        double pairs = 0;
        long above = 0;
        for (int start = 0; start < descending.Count;)
        {
            long anomaliesOfGroup = 0, normalOfGroup = 0;
            int end = start;
            for (; end < descending.Count && descending[end].Score == descending[start].Score; end++)
            {
                if (descending[end].IsAnomaly)
                    anomaliesOfGroup++;
                else
                    normalOfGroup++;
            }

            pairs += normalOfGroup * (above + 0.5 * anomaliesOfGroup);
            above += anomaliesOfGroup;
            start = end;
        }

        return pairs / ((double)anomalies * normal);
    }

    // Officially, anomalies between the last normal row that is allowed and the next one count or not depending on the order of the rows;
    // here they count.
    private static double DetectionRate(List<(float Score, bool IsAnomaly)> descending, long anomalies, int falsePositiveCount)
    {
        int normal = 0, found = 0;
        foreach ((_, bool isAnomaly) in descending)
        {
            if (isAnomaly)
                found++;
            else if (++normal > falsePositiveCount)
                break;
        }

        return (double)found / anomalies;
    }
}
