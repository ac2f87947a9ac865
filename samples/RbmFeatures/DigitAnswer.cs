using System.Globalization;

namespace Samples.RbmFeatures;

/// <summary>What the engine answers: the class by name, and the probability of each class.</summary>
internal sealed class DigitAnswer
{
    public string Digit { get; set; } = "";

    public float[] Score { get; set; } = [];

    /// <summary>A line with every digit of every score, so that equal lines mean equal answers.</summary>
    public override string ToString() => $"{Digit} {string.Join(' ', Score.Select(score => score.ToString("R", CultureInfo.InvariantCulture)))}";
}
