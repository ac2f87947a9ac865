using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann.Likelihood;

/// <summary>How many annealed runs to make, and how. The result does not depend on the number of threads or the width of vectors.</summary>
/// <param name="Count">The number of runs.</param>
/// <param name="Schedule">The inverse temperatures.</param>
/// <param name="Seed">The seed of all runs.</param>
/// <param name="MaximumThreads">The largest number of threads; null for one on each processor.</param>
/// <param name="Width">The width of vectors.</param>
/// <param name="Cancellation">Polled every few steps.</param>
internal sealed record AnnealingRuns(
    int Count, AnnealingSchedule Schedule, ulong Seed, int? MaximumThreads, VectorWidth Width, CancellationToken Cancellation)
{
    // More chains than this at once would not lie in the second-level cache, fewer would read the weights too often.
    private const int LargestBatch = 128;

    /// <summary>Calls <paramref name="run"/> with (first, count) for batches that together are all runs.</summary>
    public void InParallel(Action<int, int> run)
    {
        int threads = MaximumThreads ?? Environment.ProcessorCount;
        int batches = Math.Max(Math.Min(threads, Count), (Count + LargestBatch - 1) / LargestBatch);
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = Cancellation };
        Parallel.For(0, batches, options, batch =>
        {
            int first = (int)((long)Count * batch / batches);
            run(first, (int)((long)Count * (batch + 1) / batches) - first);
        });
    }
}
