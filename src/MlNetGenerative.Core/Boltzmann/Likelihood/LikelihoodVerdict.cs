using System.Globalization;

namespace MlNetGenerative.Core.Boltzmann.Likelihood;

/// <summary>Says in words how far a likelihood can be trusted.</summary>
internal static class LikelihoodVerdict
{
    /// <summary>A gap of this many nats or more is not to be quoted.</summary>
    public const double LargestGap = 1;

    /// <summary>A machine that differs from independent columns by less than this share of their nats has learned nothing about how columns
    /// go together: 2 nats on images of digits, where independent columns have -206, 0.04 on a table where they have -4.</summary>
    public const double SmallestGainShare = 0.01;

    // With log-normal weights: a standard deviation of single runs of about 1.5.
    private const double SmallestEffectiveShare = 0.1;

    /// <summary>Judges an exact likelihood.</summary>
    public static string OfExact(double mean, double baseline) => $"Exact. {Baseline(mean, baseline)}";

    /// <summary>Judges a pair of estimates.</summary>
    /// <returns>Whether the figure may be quoted, and the words.</returns>
    public static (bool IsReliable, string Words) OfSandwich(PartitionEstimate forward, ReverseEstimate reverse, double mean, double baseline)
    {
        double gap = reverse.Partition.LogPartition - forward.LogPartition;
        double error = 3 * Math.Sqrt(forward.StandardError * forward.StandardError + reverse.Partition.StandardError * reverse.Partition.StandardError);
        var reasons = new List<string>();
        if (-gap > error)
            reasons.Add(Invariant(
                $"the reverse estimate lies {-gap:F2} nats below the forward one, more than chance ({error:F2}): the reverse chains had not reached the model's distribution"));
        if (reverse.Drift is { IsClear: true } drift)
            reasons.Add(Invariant($"the reverse chains still moved before they started, by {drift.Mean:F2} ± {drift.StandardError:F2} nats of free energy: take more Gibbs steps"));
        Effective(forward, "forward");
        Effective(reverse.Partition, "reverse");
        bool reliable = Math.Abs(gap) < LargestGap && reasons.Count == 0;
        if (Math.Abs(gap) >= LargestGap && reasons.Count == 0)
            reasons.Add("take a longer schedule");
        string words = Invariant($"gap {gap:F2} nats: {(reliable ? "good to quote" : "do not quote")}")
            + (reasons.Count == 0 ? "" : $" ({string.Join("; ", reasons)})");
        return (reliable, $"{words}. {Baseline(mean, baseline)}");

        void Effective(PartitionEstimate estimate, string direction)
        {
            if (!(estimate.EffectiveSampleSize >= SmallestEffectiveShare * estimate.NumberOfRuns))
                reasons.Add(Invariant(
                    $"few of the {direction} runs decide, effectively {estimate.EffectiveSampleSize:F1} of {estimate.NumberOfRuns}: take a longer schedule"));
        }
    }

    private static string Baseline(double mean, double baseline)
    {
        double gain = mean - baseline;
        double smallest = SmallestGainShare * Math.Abs(baseline);
        return gain >= smallest
            ? Invariant($"{gain:F2} nats per row better than independent columns ({baseline:F2}).")
            : gain > -smallest
                ? Invariant($"No better than independent columns ({mean:F2} against {baseline:F2} nats per row): the machine has not learned how columns go together; train longer, or with another learning rate.")
                : Invariant($"{-gain:F2} nats per row worse than independent columns ({baseline:F2}): as a density the machine is useless.");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
