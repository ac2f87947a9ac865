namespace MlNetGenerative;

/// <summary>How likely rows are under a model; everything is in nats per row.</summary>
public sealed record LikelihoodMetrics
{
    internal LikelihoodMetrics()
    {
    }

    /// <summary>The mean log-likelihood; higher is better.</summary>
    public required double MeanLogLikelihood { get; init; }

    /// <summary>How the likelihood was computed, for instance <c>exact</c>.</summary>
    public required string Estimator { get; init; }

    /// <summary>The standard error of the mean over rows; NaN for a single row.</summary>
    public required double StandardError { get; init; }

    /// <summary>The mean log-likelihood of the same rows under independent columns with the means of training: what a model must beat.</summary>
    public required double BaselineMeanLogLikelihood { get; init; }

    /// <summary>What the numbers say, in words.</summary>
    public required string Verdict { get; init; }

    /// <summary>The number of rows measured.</summary>
    public required long NumberOfRows { get; init; }

    /// <summary>A lower bound of the mean log-likelihood, where the model gives one.</summary>
    public double? LowerBound { get; init; }

    /// <summary>An upper bound of the mean log-likelihood, where the model gives one.</summary>
    public double? UpperBound { get; init; }

    /// <summary>The reconstruction term of the lower bound, where the model has one.</summary>
    public double? Reconstruction { get; init; }

    /// <summary>The Kullback-Leibler term of the lower bound, where the model has one.</summary>
    public double? KullbackLeibler { get; init; }

    /// <summary>The number of latent units that carry information, where the model has such.</summary>
    public int? ActiveUnits { get; init; }
}
