namespace MlNetGenerative.Core.Boltzmann;

/// <summary>A trained model and what was measured on the way.</summary>
/// <param name="Model">The trained machine.</param>
/// <param name="History">One record for each finished epoch.</param>
/// <param name="Warnings">What was found to be wrong, each kind at most once; empty after a sound run.</param>
public sealed record BoltzmannTrainingResult(
    RestrictedBoltzmannMachine Model, IReadOnlyList<BoltzmannEpoch> History, IReadOnlyList<BoltzmannWarning> Warnings)
{
    /// <summary>The means of the columns over the rows trained on, after thresholding if the settings ask for that.</summary>
    public IReadOnlyList<float> ColumnMeans { get; init; } = [];
}
