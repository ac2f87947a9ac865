namespace MlNetGenerative.Core.Boltzmann.Likelihood;

/// <summary>What reverse runs gave.</summary>
/// <param name="Partition">The estimate.</param>
/// <param name="Drift">How the free energy of the chains still moved before the runs began; null when they began at exact samples.</param>
internal sealed record ReverseEstimate(PartitionEstimate Partition, Drift? Drift);
