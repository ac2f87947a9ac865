namespace MlNetGenerative.Evaluation;

/// <summary>The running mean of numbers and its standard error, sqrt(s² / n), by Welford's update.</summary>
/// <remarks>B. P. Welford, "Note on a method for calculating corrected sums of squares and products", Technometrics 4, 1962.</remarks>
internal sealed class MeanAndError
{
    private double _squares;

    public long Count { get; private set; }

    public double Mean { get; private set; }

    /// <summary>NaN for fewer than two numbers.</summary>
    public double StandardError => Count < 2 ? double.NaN : Math.Sqrt(_squares / (Count - 1) / Count);

    public void Add(double value)
    {
        Count++;
        double difference = value - Mean;
        Mean += difference / Count;
        _squares += difference * (value - Mean);
    }

    /// <summary>Adds a constant to all numbers so far.</summary>
    public void Shift(double constant) => Mean += constant;
}
