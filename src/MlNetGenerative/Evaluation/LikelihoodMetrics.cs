namespace MlNetGenerative;

/// <summary>How likely rows are under a model; everything is in nats per row.</summary>
public sealed record LikelihoodMetrics
{
    internal LikelihoodMetrics()
    {
    }

    /// <summary>The mean log-likelihood; higher is better.</summary>
    public required double MeanLogLikelihood { get; init; }

    /// <summary>How the likelihood was computed: <c>exact</c>, or the estimator with its settings.</summary>
    public required string Estimator { get; init; }

    /// <summary>The standard error of the mean over rows; NaN for a single row. What an estimator adds to it is in the bounds.</summary>
    public required double StandardError { get; init; }

    /// <summary>The mean log-likelihood of the same rows under independent columns with the means of training: what a model must beat.</summary>
    public required double BaselineMeanLogLikelihood { get; init; }

    /// <summary>What the numbers say, in words: whether they may be quoted, why not, and how they compare with the baseline.</summary>
    public required string Verdict { get; init; }

    /// <summary>Whether the mean may be quoted; <see cref="Verdict"/> says why not.</summary>
    public required bool IsReliable { get; init; }

    /// <summary>The number of rows measured.</summary>
    public required long NumberOfRows { get; init; }

    /// <summary>A lower bound of the mean log-likelihood of these rows, where the model gives one; the mean itself where that is exact. That of an
    /// estimate holds but for chance (three standard errors of the estimate are taken off) and for reverse runs that did not start at the model's distribution.</summary>
    public double? LowerBound { get; init; }

    /// <summary>An upper bound of the mean log-likelihood of these rows, where the model gives one; the mean itself where that is exact. That of an
    /// estimate holds but for chance (three standard errors of the estimate are added).</summary>
    public double? UpperBound { get; init; }

    /// <summary>By how much two estimates from opposite sides differ, where the model gives them: 0 where the mean is exact; 1 or more means that
    /// neither can be trusted.</summary>
    public double? Gap { get; init; }

    /// <summary>The reconstruction term of the lower bound, where the model has one.</summary>
    public double? Reconstruction { get; init; }

    /// <summary>The Kullback-Leibler term of the lower bound, where the model has one.</summary>
    public double? KullbackLeibler { get; init; }

    /// <summary>The number of latent units that carry information, where the model has such.</summary>
    public int? ActiveUnits { get; init; }
}
