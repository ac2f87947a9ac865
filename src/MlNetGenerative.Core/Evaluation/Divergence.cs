using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace MlNetGenerative.Core.Evaluation;

/// <summary>Divergences of distributions, in nats.</summary>
public static class Divergence
{
    /// <summary>The Kullback–Leibler divergence of discrete distributions: Σ p ln(p / q).</summary>
    /// <remarks>S. Kullback and R. A. Leibler, "On information and sufficiency", 1951. At least 0; infinite where q is 0 and p is not.</remarks>
    /// <param name="p">Probabilities with sum 1.</param>
    /// <param name="q">As many probabilities with sum 1.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the values are no distribution.</exception>
    public static double KullbackLeibler(ReadOnlySpan<double> p, ReadOnlySpan<double> q)
    {
        RequireDistributions(p, q);
        double sum = 0;
        for (int i = 0; i < p.Length; i++)
            if (p[i] > 0)
                sum += p[i] * Math.Log(p[i] / q[i]);
        return Math.Max(0, sum);
    }

    /// <summary>The Jensen–Shannon divergence: mean of the divergences of p and q from (p + q) / 2. From 0 to ln 2 nats (1 bit).</summary>
    /// <remarks>J. Lin, "Divergence measures based on the Shannon entropy", 1991. Its square root is a metric, and what SciPy calls
    /// jensenshannon.</remarks>
    /// <param name="p">Probabilities with sum 1.</param>
    /// <param name="q">As many probabilities with sum 1.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the values are no distribution.</exception>
    public static double JensenShannon(ReadOnlySpan<double> p, ReadOnlySpan<double> q)
    {
        RequireDistributions(p, q);
        double sum = 0;
        for (int i = 0; i < p.Length; i++)
        {
            double middle = (p[i] + q[i]) / 2;
            if (p[i] > 0)
                sum += p[i] * Math.Log(p[i] / middle) / 2;
            if (q[i] > 0)
                sum += q[i] * Math.Log(q[i] / middle) / 2;
        }
        return Math.Clamp(sum, 0, Math.Log(2));
    }

    /// <summary>The divergence of a histogram from the uniform distribution: Σ p ln(p K), p being the shares of the K bins.</summary>
    /// <param name="counts">At least one bin; counts at least 0, not all 0.</param>
    /// <returns>From 0 (all bins equal) to ln K (one bin has all).</returns>
    /// <exception cref="ArgumentException">There is no bin, a count is negative, or all are 0.</exception>
    public static double FromUniform(ReadOnlySpan<int> counts)
    {
        double total = 0;
        foreach (int count in counts)
            total += count >= 0 ? count : throw new ArgumentException($"A count is {count}; expected at least 0.", nameof(counts));
        if (total == 0)
            throw new ArgumentException("The histogram is empty; expected at least one counted value.", nameof(counts));
        double sum = 0;
        foreach (int count in counts)
            if (count > 0)
                sum += count / total * Math.Log(count / total * counts.Length);
        return Math.Max(0, sum);
    }

    /// <summary>The Kullback–Leibler divergence of Gaussians: ½ (tr(S1⁻¹ S0) + (m1 - m0)ᵀ S1⁻¹ (m1 - m0) - d + ln(det S1 / det S0)).</summary>
    /// <exception cref="ArgumentException">The widths differ, or a covariance is not positive definite.</exception>
    public static double KullbackLeibler(GaussianMoments first, GaussianMoments second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Width != second.Width)
            throw new ArgumentException($"The Gaussians must have one width, but have {first.Width} and {second.Width} columns.", nameof(second));
        Cholesky<double> factor0 = Factor(first, nameof(first));
        Cholesky<double> factor1 = Factor(second, nameof(second));
        Vector<double> shift = Vector<double>.Build.DenseOfEnumerable(second.Mean) - Vector<double>.Build.DenseOfEnumerable(first.Mean);
        double divergence = (factor1.Solve(first.CovarianceMatrix).Trace() + shift * factor1.Solve(shift) - first.Width
            + factor1.DeterminantLn - factor0.DeterminantLn) / 2;
        return Math.Max(0, divergence);
    }

    private static Cholesky<double> Factor(GaussianMoments moments, string name)
    {
        try
        {
            return moments.CovarianceMatrix.Cholesky();
        }
        catch (ArgumentException exception)
        {
            throw new ArgumentException(
                "The covariance is not positive definite: a column is constant or follows from others. Leave it out, or add to the diagonal.", name, exception);
        }
    }

    private static void RequireDistributions(ReadOnlySpan<double> p, ReadOnlySpan<double> q)
    {
        if (p.Length != q.Length || p.Length == 0)
            throw new ArgumentException($"The distributions must have the same number of values, at least one, but have {p.Length} and {q.Length}.", nameof(q));
        RequireDistribution(p, nameof(p));
        RequireDistribution(q, nameof(q));
    }

    private static void RequireDistribution(ReadOnlySpan<double> values, string name)
    {
        double sum = 0;
        foreach (double value in values)
            sum += value >= 0 ? value : double.NaN;
        if (!(Math.Abs(sum - 1) <= 1e-6))
            throw new ArgumentException("Probabilities must be at least 0 and have sum 1.", name);
    }
}
