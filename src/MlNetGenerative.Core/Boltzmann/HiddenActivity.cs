namespace MlNetGenerative.Core.Boltzmann;

/// <summary>What one pass over the monitored rows measures.</summary>
/// <param name="ReconstructionError">See <see cref="BoltzmannEpoch.ReconstructionError"/>.</param>
/// <param name="Dead">See <see cref="BoltzmannEpoch.DeadHiddenUnits"/>.</param>
/// <param name="Saturated">See <see cref="BoltzmannEpoch.SaturatedHiddenUnits"/>.</param>
internal readonly record struct HiddenActivity(double ReconstructionError, int Dead, int Saturated);
