using System.Globalization;
using System.Numerics.Tensors;

namespace MlNetGenerative.Neural.Training;

/// <summary>The error of a run whose numbers are no longer numbers: where it happened, what was seen, what it probably comes from.</summary>
internal static class Divergence
{
    // Columns whose values are larger than this are not scaled.
    private const float LargestScaledValue = 100;

    /// <param name="batch">The batch.</param>
    /// <param name="what">What is not finite.</param>
    /// <param name="settings">The settings of training.</param>
    /// <param name="learningRate">The learning rate of the update.</param>
    /// <param name="checkpoint">The file of the last good checkpoint; null when there is none.</param>
    public static InvalidOperationException Error(TrainingBatch batch, string what, TrainingSettings settings, double learningRate, string? checkpoint)
    {
        float largest = batch.Rows.IsEmpty ? 0 : MathF.Abs(TensorPrimitives.MaxMagnitude<float>(batch.Rows));
        string cause = largest > LargestScaledValue
            ? $"the rows hold values up to {largest:G4} in magnitude. Scale the column, for instance by NormalizeMinMax, or lower LearningRate"
            : "the learning rate is too high. Lower LearningRate"
                + (settings.GradientClipNorm is null ? ", clip gradients (GradientClipNorm)" : "")
                + (settings.LearningRateWarmUpUpdates == 0 ? " or let it warm up (LearningRateWarmUpUpdates)" : "");
        string place = batch.Count == 0 ? "at its end" : $"{(batch.IsValidation ? "validation batch" : "batch")} {batch.BatchInEpoch}";
        string kept = checkpoint is null ? "" : $" The last good checkpoint is kept in '{checkpoint}'.";
        return new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
            $"Training diverged in epoch {batch.Epoch}, {place}: {what}. "
            + $"The likely cause: {cause} (it is {learningRate:G4} at this update).{kept}"));
    }

    /// <summary>The losses as text.</summary>
    public static string Describe(IReadOnlyList<string> names, ReadOnlySpan<double> values)
    {
        var parts = new List<string>();
        for (int i = 0; i < values.Length; i++)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{names[i]} is {values[i]:G6}"));
        return string.Join(", ", parts);
    }
}
