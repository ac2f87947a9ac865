using System.Globalization;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Computes the metrics of a scored view. Rows without label or score are left out.</summary>
internal sealed class MulticlassEvaluation
{
    // Keeps the log-loss finite when the true class got no probability.
    private const double SmallestProbability = 1e-15;

    private readonly double[][] _counts;
    private readonly double[] _lossOfClass;
    private readonly double[] _rowsOfClass;
    private readonly double[] _rank;
    private double _loss;
    private double _rows;

    private MulticlassEvaluation(int classes)
    {
        _counts = Array.ConvertAll(new int[classes], _ => new double[classes]);
        _lossOfClass = new double[classes];
        _rowsOfClass = new double[classes];
        _rank = new double[classes];
    }

    public static MulticlassClassificationMetrics Evaluate(IDataView data, string labelName, string scoreName, string predictedLabelName, int topK)
    {
        DataViewSchema.Column label = EvaluatedColumns.Require(data, "label", labelName);
        DataViewSchema.Column score = EvaluatedColumns.Require(data, "score", scoreName);
        EvaluatedColumns.Require(data, "predicted label", predictedLabelName);
        if (label.Type is not KeyDataViewType key || key.RawType != typeof(uint))
            throw Contracts.ExceptSchemaMismatch(nameof(data), "label", labelName, "Key<UInt32>", label.Type.ToString());
        if (score.Type is not VectorDataViewType { IsKnownSize: true } scores || scores.ItemType != NumberDataViewType.Single)
            throw Contracts.ExceptSchemaMismatch(nameof(data), "score", scoreName, "known-size vector of Single with two or more items", score.Type.ToString());

        var evaluation = new MulticlassEvaluation(scores.Size);
        using (DataViewRowCursor cursor = data.GetRowCursor([label, score]))
        {
            ValueGetter<uint> getLabel = cursor.GetGetter<uint>(cursor.Schema[label.Index]);
            ValueGetter<VBuffer<float>> getScore = cursor.GetGetter<VBuffer<float>>(cursor.Schema[score.Index]);
            uint actual = 0;
            VBuffer<float> buffer = default;
            var values = new float[scores.Size];
            while (cursor.MoveNext())
            {
                getLabel(ref actual);
                if (actual == 0)
                    continue;
                getScore(ref buffer);
                buffer.CopyTo(values);
                if (actual <= (uint)values.Length && !Array.Exists(values, float.IsNaN))
                    evaluation.Add((int)actual - 1, values);
            }
        }

        return evaluation.Finish(topK, LabelNames(score, scores.Size));
    }

    private void Add(int actual, float[] scores)
    {
        int predicted = 0;
        int better = 0;
        for (int c = 0; c < scores.Length; c++)
        {
            if (scores[c] > scores[predicted])
                predicted = c;
            // Of equal scores the first counts as the better one.
            if (scores[c] > scores[actual] || (scores[c] == scores[actual] && c < actual))
                better++;
        }

        double loss = -Math.Log(Math.Clamp((double)scores[actual], SmallestProbability, 1));
        _counts[actual][predicted]++;
        _rank[better]++;
        _lossOfClass[actual] += loss;
        _rowsOfClass[actual]++;
        _loss += loss;
        _rows++;
    }

    private MulticlassClassificationMetrics Finish(int topK, string[] labels)
    {
        int classes = _counts.Length;
        double correct = 0, recall = 0, entropy = 0;
        int occurring = 0;
        for (int c = 0; c < classes; c++)
        {
            correct += _counts[c][c];
            if (_rowsOfClass[c] == 0)
                continue;
            occurring++;
            recall += _counts[c][c] / _rowsOfClass[c];
            double frequency = _rowsOfClass[c] / _rows;
            entropy -= frequency * Math.Log(frequency);
        }

        var topKAccuracies = new double[Math.Min(topK, classes)];
        double hits = 0;
        for (int k = 0; k < topKAccuracies.Length; k++)
        {
            hits += _rank[k];
            topKAccuracies[k] = hits / _rows;
        }

        double logLoss = _loss / _rows;
        return new MulticlassClassificationMetrics(new ConfusionMatrix(_counts, labels), correct / _rows, recall / occurring, logLoss, (entropy - logLoss) / entropy,
            [.. _lossOfClass.Select((loss, c) => _rowsOfClass[c] == 0 ? 0 : loss / _rowsOfClass[c])], topKAccuracies);
    }

    /// <summary>The names of the classes where they are known, else their numbers.</summary>
    private static string[] LabelNames(DataViewSchema.Column score, int classes)
    {
        if (!score.HasSlotNames())
            return [.. Enumerable.Range(0, classes).Select(c => c.ToString(CultureInfo.InvariantCulture))];
        VBuffer<ReadOnlyMemory<char>> names = default;
        score.GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }
}
