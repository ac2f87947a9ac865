using MlNetGenerative.Core.Boltzmann;

namespace MlNetGenerative.Neural.Vae;

/// <summary>Everything about a fitted autoencoder but its weights: what a transformer keeps and a saved model holds beside them.</summary>
internal sealed record FittedVae(VaeArchitecture Architecture, VaeColumns Columns)
{
    /// <summary>How values between 0 and 1 were given to the decoder in training.</summary>
    public required Binarization Binarization { get; init; }

    /// <summary>The seed of everything drawn from the model.</summary>
    public required int Seed { get; init; }

    /// <summary>The bound whose negative is the score.</summary>
    public required AnomalyBound ScoreBound { get; init; }

    /// <summary>Latent samples a score.</summary>
    public required int NumberOfScoreSamples { get; init; }

    /// <summary>The means of the training columns, one a column; the baseline of the likelihood.</summary>
    public required float[] ColumnMeans { get; init; }

    /// <summary>The variances of the training columns, one a column; the baseline of a Gaussian likelihood.</summary>
    public required float[] ColumnVariances { get; init; }

    /// <summary>The names of the training column's slots, null where it had none.</summary>
    public required string[]? SlotNames { get; init; }

    /// <summary>What the labels stand for, in the order of their keys; null for a model without labels.</summary>
    public required string[]? Labels { get; init; }

    /// <summary>Scores above this are predicted to be anomalies; null when no predicted label was asked for.</summary>
    public required float? ScoreThreshold { get; init; }
}
