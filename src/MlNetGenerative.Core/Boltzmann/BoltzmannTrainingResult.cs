namespace MlNetGenerative.Core.Boltzmann;

/// <summary>A trained model and what was measured on the way.</summary>
/// <param name="Model">The trained machine.</param>
/// <param name="History">One record for each finished epoch.</param>
public sealed record BoltzmannTrainingResult(RestrictedBoltzmannMachine Model, IReadOnlyList<BoltzmannEpoch> History);
