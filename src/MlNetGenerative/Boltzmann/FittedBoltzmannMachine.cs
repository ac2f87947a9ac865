using MlNetGenerative.Core.Boltzmann;

namespace MlNetGenerative.Boltzmann;

/// <summary>Everything that a fitted transformer keeps and a saved model holds.</summary>
internal sealed record FittedBoltzmannMachine(RestrictedBoltzmannMachine Machine, BoltzmannColumns Columns)
{
    /// <summary>How values between 0 and 1 were given to the visible units in training.</summary>
    public required Binarization Binarization { get; init; }

    /// <summary>The seed of everything drawn from the model.</summary>
    public required int Seed { get; init; }

    /// <summary>The means of the training columns, one a visible unit; the baseline of the likelihood.</summary>
    public required float[] ColumnMeans { get; init; }

    /// <summary>The names of the training column's slots, null where it had none.</summary>
    public required string[]? SlotNames { get; init; }

    /// <summary>Scores above this are predicted to be anomalies; null when no predicted label was asked for.</summary>
    public required float? ScoreThreshold { get; init; }
}
