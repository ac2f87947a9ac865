namespace MlNetGenerative.Core.Boltzmann.Likelihood;

/// <summary>How far a quantity moved between two times, averaged over chains.</summary>
/// <param name="Mean">The mean difference.</param>
/// <param name="StandardError">Its standard error over chains; NaN for a single chain.</param>
internal sealed record Drift(double Mean, double StandardError)
{
    /// <summary>Whether the movement is more than chance would explain: above three standard errors.</summary>
    public bool IsClear => Math.Abs(Mean) > 3 * StandardError;

    /// <summary>Compares chain by chain.</summary>
    public static Drift Between(ReadOnlySpan<double> before, ReadOnlySpan<double> after)
    {
        int n = before.Length;
        double mean = 0, squares = 0;
        for (int i = 0; i < n; i++)
            mean += (after[i] - before[i]) / n;
        for (int i = 0; i < n; i++)
            squares += (after[i] - before[i] - mean) * (after[i] - before[i] - mean);
        return new Drift(mean, Math.Sqrt(squares / (n - 1) / n));
    }
}
