namespace MlNetGenerative.Neural.Vae;

/// <summary>The columns that the transformer can append.</summary>
internal enum VaeOutput
{
    Latent,
    LogVariance,
    Sample,
    Reconstruction,
    Score,
    PredictedLabel,
}
