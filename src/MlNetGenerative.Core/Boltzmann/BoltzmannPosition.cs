namespace MlNetGenerative.Core.Boltzmann;

/// <summary>Where a training run stands.</summary>
/// <param name="Epoch">The epoch that is trained, from 1; beyond the last one the run is finished.</param>
/// <param name="BatchesDone">Batches of that epoch that are done.</param>
/// <param name="UpdatesDone">Updates of all epochs.</param>
internal readonly record struct BoltzmannPosition(int Epoch, long BatchesDone, long UpdatesDone);
