namespace MlNetGenerative;

/// <summary>The distribution p(x | z) of a row given its latent vector.</summary>
public enum DecoderDistribution
{
    /// <summary>Independent columns that are 0 or 1; the decoder gives their logits. Values must lie in [0, 1].</summary>
    Bernoulli,

    /// <summary>Independent normal columns; the decoder gives their means, the standard deviation is set.</summary>
    Gaussian,

    /// <summary>Independent normal columns with one standard deviation that is learned; the decoder gives the means.</summary>
    GaussianLearnedDeviation,

    /// <summary>Independent normal columns with a standard deviation each that is learned; the decoder gives the means.</summary>
    GaussianLearnedDeviations,
}
