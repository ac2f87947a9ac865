using MlNetGenerative.Core.Training;
using MlNetGenerative.Neural.Pipeline;

namespace MlNetGenerative.Neural.Vae;

/// <summary>The scores of training rows, as the transformer's score column has them.</summary>
internal static class VaeTrainingScores
{
    /// <param name="fitted">The model.</param>
    /// <param name="inference">The model at work.</param>
    /// <param name="rows">The columns, then the one-hot code of the label.</param>
    public static IEnumerable<float> Of(FittedVae fitted, VaeInference inference, ITrainingRows rows)
    {
        int columns = fitted.Architecture.NumberOfColumns;
        float[] features = new float[BatchedView.RowsPerBatch * columns];
        int[] labels = new int[fitted.Architecture.NumberOfLabels > 0 ? BatchedView.RowsPerBatch : 0];
        float[] scores = new float[BatchedView.RowsPerBatch];
        float[] means = new float[BatchedView.RowsPerBatch * fitted.Architecture.LatentSize], logVariances = new float[means.Length];
        using ITrainingRowReader reader = rows.Open(null);
        bool more = true;
        while (more)
        {
            Array.Clear(features);
            int count = 0;
            while (count < BatchedView.RowsPerBatch && (more = reader.MoveNext()))
            {
                int label = TrainingRow.Read(reader, features.AsSpan(count * columns, columns));
                if (labels.Length > 0)
                    labels[count] = label;
                count++;
            }
            if (count == 0)
                break;
            inference.Binarize(features);
            inference.Encode(features, labels, means, logVariances);
            inference.Score(features, labels, means, logVariances, scores);
            for (int row = 0; row < count; row++)
                yield return scores[row];
        }
    }
}
