using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Core.Evaluation;

/// <summary>How <see cref="SampleEvaluation"/> measures.</summary>
public sealed record SampleComparisonSettings
{
    /// <summary>The number of samples, and of held-out real rows, that are measured, 16 to 1,000,000; fewer when there are fewer.
    /// Figures are comparable only at equal numbers.</summary>
    public int Count { get; init; } = 10_000;

    /// <summary>The number of samples and of reference rows for recall, density and coverage, 16 to 100,000; fewer when there are fewer.</summary>
    public int NeighbourCount { get; init; } = 3_000;

    /// <summary>The seed of the choice of rows: the same rows and seed give the same figures.</summary>
    public ulong Seed { get; init; }

    /// <summary>Checks every setting.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range; the message names setting, value and range.</exception>
    public void Validate()
    {
        SettingCheck.Require(Count is >= 16 and <= 1_000_000, nameof(Count), Count, "from 16 to 1000000");
        SettingCheck.Require(NeighbourCount is >= 16 and <= 100_000, nameof(NeighbourCount), NeighbourCount, "from 16 to 100000");
    }
}
