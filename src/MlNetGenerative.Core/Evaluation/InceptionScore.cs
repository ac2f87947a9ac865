namespace MlNetGenerative.Core.Evaluation;

/// <summary>exp of the mean Kullback–Leibler divergence of a sample's class probabilities from the mean class probabilities.</summary>
/// <remarks>T. Salimans et al., "Improved techniques for training GANs", NeurIPS 2016, in one split. From 1 (all samples look the same to the
/// classifier) to the number of classes (each sample is certain, all classes equally frequent). Real samples are not looked at.</remarks>
public static class InceptionScore
{
    /// <summary>The score of rows of class probabilities.</summary>
    /// <param name="probabilities">One row a sample, at least one; each row at least 0, with sum 1.</param>
    /// <exception cref="ArgumentException">There is no row, or a row is no distribution; the message names the row.</exception>
    public static double Of(SampleRows probabilities)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        probabilities.RequireRows(1, "The inception score");
        double[] mean = new double[probabilities.Width];
        for (int row = 0; row < probabilities.Count; row++)
        {
            ReadOnlySpan<float> values = probabilities[row];
            RequireDistribution(values, row);
            for (int c = 0; c < mean.Length; c++)
                mean[c] += values[c] / (double)probabilities.Count;
        }
        double sum = 0;
        for (int row = 0; row < probabilities.Count; row++)
        {
            ReadOnlySpan<float> values = probabilities[row];
            for (int c = 0; c < mean.Length; c++)
                if (values[c] > 0)
                    sum += values[c] * Math.Log(values[c] / mean[c]);
        }
        return Math.Exp(sum / probabilities.Count);
    }

    private static void RequireDistribution(ReadOnlySpan<float> values, int row)
    {
        double sum = 0;
        foreach (float value in values)
            sum += value >= 0 ? value : double.NaN;
        if (!(Math.Abs(sum - 1) <= 1e-4))
            throw new ArgumentException($"Row {row} must be probabilities (at least 0, with sum 1). Are these logits?", nameof(values));
    }
}
