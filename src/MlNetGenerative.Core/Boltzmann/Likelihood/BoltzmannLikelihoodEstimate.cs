namespace MlNetGenerative.Core.Boltzmann.Likelihood;

/// <summary>How likely binary rows are under a machine, and how far that figure can be trusted; nats per row.</summary>
public sealed record BoltzmannLikelihoodEstimate
{
    internal BoltzmannLikelihoodEstimate()
    {
    }

    /// <summary>The mean over rows of log p(v) = -F(v) - log Z; with an estimated log Z, that of the forward runs.</summary>
    public required double MeanLogLikelihood { get; init; }

    /// <summary>The standard error of the mean over rows, with log Z taken as known; NaN for a single row.</summary>
    public required double StandardError { get; init; }

    /// <summary>The number of rows measured.</summary>
    public required long NumberOfRows { get; init; }

    /// <summary>How log Z was found: <c>exact</c> or <c>annealed importance sampling</c>, with schedule and runs.</summary>
    public required string Estimator { get; init; }

    /// <summary>log Z; estimated: that of the forward runs.</summary>
    public required double LogPartition { get; init; }

    /// <summary>The mean log-likelihood with log Z from the reverse runs plus three standard errors: below the truth but for chance and for
    /// the bias that <see cref="Reverse"/> starts with.</summary>
    public required double LowerBound { get; init; }

    /// <summary>The mean log-likelihood with log Z from the forward runs minus three standard errors: above the truth but for chance.</summary>
    public required double UpperBound { get; init; }

    /// <summary>The estimate of log Z by forward runs; null when it is exact.</summary>
    public PartitionEstimate? Forward { get; init; }

    /// <summary>The estimate of log Z by reverse runs; null when it is exact.</summary>
    /// <remarks>When runs start at Gibbs chains that began at the measured rows, a mode of the machine that has no rows is never visited
    /// and modes keep the share that they have among the rows: then the estimate need not lie above log Z.</remarks>
    public PartitionEstimate? Reverse { get; init; }

    /// <summary>Reverse minus forward estimate of log Z; 0 when it is exact. A large gap means that neither can be trusted.</summary>
    public double Gap => Forward is null || Reverse is null ? 0 : Reverse.LogPartition - Forward.LogPartition;

    /// <summary>Whether the figure may be quoted; <see cref="Verdict"/> says why not.</summary>
    public required bool IsReliable { get; init; }

    /// <summary>In words: whether the figure may be quoted, why not, and how it compares with independent columns.</summary>
    public required string Verdict { get; init; }

    /// <summary>The mean log-likelihood of the same rows under independent columns: what a model must beat.</summary>
    public required double BaselineMeanLogLikelihood { get; init; }
}
