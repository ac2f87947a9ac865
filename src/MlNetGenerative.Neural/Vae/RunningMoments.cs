namespace MlNetGenerative.Neural.Vae;

/// <summary>Mean and variance of numbers that come one after the other.</summary>
/// <remarks>B. P. Welford, "Note on a method for calculating corrected sums of squares and products", Technometrics 4, 1962.</remarks>
internal sealed class RunningMoments
{
    private double _squares;

    public long Count { get; private set; }

    public double Mean { get; private set; }

    /// <summary>The unbiased variance; NaN below two numbers.</summary>
    public double Variance => Count > 1 ? _squares / (Count - 1) : double.NaN;

    /// <summary>The standard error of the mean; NaN below two numbers.</summary>
    public double StandardError => Math.Sqrt(Variance / Count);

    public void Add(double value)
    {
        Count++;
        double distance = value - Mean;
        Mean += distance / Count;
        _squares += distance * (value - Mean);
    }
}
