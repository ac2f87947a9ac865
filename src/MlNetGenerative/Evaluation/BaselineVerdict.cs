using System.Globalization;

namespace MlNetGenerative.Evaluation;

/// <summary>Says in words how a model compares with its baseline, row by row on the same rows.</summary>
internal static class BaselineVerdict
{
    /// <summary>Differences below this many standard errors are not told from chance.</summary>
    private const double StandardErrors = 3;

    public static string Of(MeanAndError model, MeanAndError gain)
    {
        string numbers = string.Create(CultureInfo.InvariantCulture, $"{model.Mean:F2} nats per row against {model.Mean - gain.Mean:F2} of independent columns");
        if (gain.Count < 2)
            return $"One row says little: {numbers}.";
        string difference = string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(gain.Mean):F2} ± {gain.StandardError:F2} nats per row");
        if (gain.Mean > StandardErrors * gain.StandardError)
            return $"Better than independent columns by {difference}: {numbers}. The model knows how columns go together.";
        if (gain.Mean < -StandardErrors * gain.StandardError)
            return $"Worse than independent columns by {difference}: {numbers}. Train longer, or with a lower learning rate.";
        return $"Not told from independent columns, the difference is {difference}: {numbers}.";
    }
}
