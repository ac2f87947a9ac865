using MlNetGenerative.Neural.Pipeline;

namespace MlNetGenerative.Neural.Gan;

/// <summary>Everything about a fitted adversarial network but its weights: what a transformer keeps and a saved model holds beside them.</summary>
internal sealed record FittedGan(GanArchitecture Architecture, GanColumns Columns)
{
    /// <summary>The loss that it was trained with.</summary>
    public required AdversarialLoss Loss { get; init; }

    /// <summary>The seed of everything drawn from the model.</summary>
    public required int Seed { get; init; }

    /// <summary>The names of the training column's slots, null where it had none.</summary>
    public required string[]? SlotNames { get; init; }

    /// <summary>What the labels stand for, in the order of their keys; null for a model without labels.</summary>
    public required string[]? Labels { get; init; }

    /// <summary>What generated rows look like.</summary>
    public LatentSampleShape SampleShape => new(
        Columns.Input, Architecture.NumberOfColumns, SlotNames, Architecture.IsUnitInterval, Columns.Label, Labels, Architecture.NoiseSize, Seed);
}
