using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Training;

/// <summary>The seeds of the orders in which epochs visit the rows.</summary>
internal static class EpochSeeds
{
    /// <summary>The seed of an epoch's order, a function of the run's seed and the epoch.</summary>
    public static ulong Of(ulong seed, int epoch)
    {
        var seeds = new Philox(seed, RandomStream.EpochSeed);
        return seeds.Bits((ulong)epoch, 0) | (ulong)seeds.Bits((ulong)epoch, 1) << 32;
    }
}
