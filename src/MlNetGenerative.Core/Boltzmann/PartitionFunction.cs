namespace MlNetGenerative.Core.Boltzmann;

/// <summary>The normalising constant Z of a restricted Boltzmann machine: Z = sum over all (v, h) of exp(-E(v, h)).</summary>
public static class PartitionFunction
{
    /// <summary>The largest number of units on the smaller side for which <see cref="ExactLog"/> works: 2^24 states.</summary>
    public const int MaximumExactUnits = 24;

    /// <summary>Computes log Z in nats by enumerating all states of the smaller side, in double precision.</summary>
    /// <param name="model">A machine with at most <see cref="MaximumExactUnits"/> visible or hidden units.</param>
    /// <returns>log Z in nats.</returns>
    /// <exception cref="ArgumentException">Both sides have more than <see cref="MaximumExactUnits"/> units.</exception>
    public static double ExactLog(RestrictedBoltzmannMachine model) => throw new NotImplementedException();
}
