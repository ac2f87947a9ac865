namespace MlNetGenerative;

/// <summary>The bound of log p(x) whose negative is the anomaly score of a row.</summary>
public enum AnomalyBound
{
    /// <summary>The evidence lower bound: the mean of log p(x | z) over latent samples, less the Kullback-Leibler divergence.</summary>
    Evidence,

    /// <summary>The importance-weighted bound, at least as tight: the logarithm of the mean of p(x, z) / q(z | x) over latent samples.</summary>
    ImportanceWeighted,
}
