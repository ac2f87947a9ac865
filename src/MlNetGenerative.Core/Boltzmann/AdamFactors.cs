namespace MlNetGenerative.Core.Boltzmann;

/// <summary>What all parameters of one update by Adam share.</summary>
/// <param name="Rate">The learning rate divided by 1 - 0.9^t.</param>
/// <param name="SecondScale">1 / (1 - 0.999^t).</param>
internal readonly record struct AdamFactors(float Rate, float SecondScale);
