namespace MlNetGenerative.Core.Evaluation;

/// <summary>Density and coverage of generated samples, higher is better; both about 1 for samples of the real distribution.</summary>
/// <param name="Density">The mean number of balls of real rows that a generated row is in, divided by the number of neighbours; can exceed 1.</param>
/// <param name="Coverage">The share of real rows whose ball holds a generated row; from 0 to 1, for samples of the real distribution about
/// 1 - 2^-k when both sets have equal and many rows.</param>
public sealed record DensityCoverage(double Density, double Coverage);
