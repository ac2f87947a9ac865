namespace MlNetGenerative.Core.Boltzmann;

/// <summary>The baseline of every density model of binary rows: independent columns with the means of the training rows.</summary>
/// <remarks>A model that is no better than this has learned nothing about how columns go together.</remarks>
public static class IndependentColumns
{
    /// <summary>Means are kept this far from 0 and 1, so that a column that never changed in training stays possible.</summary>
    public const double SmallestMean = 1e-3;

    /// <summary>Clips a mean to [SmallestMean, 1 - SmallestMean].</summary>
    /// <param name="mean">The mean of a column.</param>
    /// <returns>The clipped mean.</returns>
    public static double Clip(double mean) => Math.Clamp(mean, SmallestMean, 1 - SmallestMean);

    /// <summary>The log-likelihood of one row: sum over i of x_i log m_i + (1 - x_i) log(1 - m_i), m the clipped means.</summary>
    /// <param name="means">The means of the training columns; clipped here.</param>
    /// <param name="visible">The row, one entry a column.</param>
    /// <returns>The log-likelihood in nats.</returns>
    public static double LogLikelihood(ReadOnlySpan<float> means, ReadOnlySpan<float> visible)
    {
        if (means.Length != visible.Length)
            throw new ArgumentException($"The row has {visible.Length} entries, but there are {means.Length} means.", nameof(visible));
        double sum = 0;
        for (int i = 0; i < means.Length; i++)
        {
            double mean = Clip(means[i]);
            sum += visible[i] * Math.Log(mean) + (1 - visible[i]) * Math.Log(1 - mean);
        }
        return sum;
    }
}
