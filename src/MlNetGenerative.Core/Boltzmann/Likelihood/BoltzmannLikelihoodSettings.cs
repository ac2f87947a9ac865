using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Core.Boltzmann.Likelihood;

/// <summary>How <see cref="BoltzmannLikelihood"/> measures; the defaults give figures that can be quoted.</summary>
public sealed record BoltzmannLikelihoodSettings
{
    /// <summary>How rows become 0 or 1. With <see cref="Binarization.None"/> a value that is neither is an error: a grey value has no
    /// likelihood under binary units, and the ways to make it binary differ by more than 10 nats on images.</summary>
    public Binarization Binarization { get; init; } = Binarization.None;

    /// <summary>The seed of the annealed runs and of a stochastic binarisation: the same settings give the same figures, bit for bit.</summary>
    public ulong Seed { get; init; }

    /// <summary>Whether log Z is computed exactly when a side has at most <see cref="PartitionFunction.MaximumExactUnits"/> units;
    /// false estimates it all the same, which shows how good the estimate is.</summary>
    public bool UseExactPartition { get; init; } = true;

    /// <summary>The inverse temperatures of the annealed runs.</summary>
    public AnnealingSchedule Schedule { get; init; } = AnnealingSchedule.SalakhutdinovMurray;

    /// <summary>The number of annealed runs in each direction, 2 to 1,000,000; useful: 100 to 1,000.</summary>
    public int NumberOfRuns { get; init; } = 100;

    /// <summary>Gibbs steps from the measured rows to the start of the reverse runs, where exact samples cannot be had; 0 to 10,000,000.</summary>
    public int ReverseGibbsSteps { get; init; } = 2_000;

    /// <summary>The means of the training columns, for the base rate and the baseline; null takes the means of the measured rows, which
    /// favours the baseline a little.</summary>
    public IReadOnlyList<float>? ColumnMeans { get; init; }

    /// <summary>The largest number of threads, at least 1; null for one on each processor. Does not change the figures.</summary>
    public int? MaximumThreads { get; init; }

    /// <summary>Checks every setting.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range; the message names setting, value and range.</exception>
    public void Validate()
    {
        SettingCheck.Require(Enum.IsDefined(Binarization), nameof(Binarization), Binarization, $"one of {string.Join(", ", Enum.GetNames<Binarization>())}");
        ArgumentNullException.ThrowIfNull(Schedule, nameof(Schedule));
        SettingCheck.Require(NumberOfRuns is >= 2 and <= 1_000_000, nameof(NumberOfRuns), NumberOfRuns, "from 2 to 1000000");
        SettingCheck.Require(ReverseGibbsSteps is >= 0 and <= 10_000_000, nameof(ReverseGibbsSteps), ReverseGibbsSteps, "from 0 to 10000000");
        SettingCheck.Require(MaximumThreads is null or >= 1, nameof(MaximumThreads), MaximumThreads, "at least 1, or null");
        for (int column = 0; column < (ColumnMeans?.Count ?? 0); column++)
            SettingCheck.Require(ColumnMeans![column] is >= 0 and <= 1, $"{nameof(ColumnMeans)}[{column}]", ColumnMeans[column], "from 0 to 1");
    }
}
