namespace MlNetGenerative.Boltzmann;

/// <summary>The columns that a Boltzmann transformer can append.</summary>
internal enum BoltzmannOutput
{
    Hidden,
    Sample,
    Reconstruction,
    Score,
    PredictedLabel,
}
