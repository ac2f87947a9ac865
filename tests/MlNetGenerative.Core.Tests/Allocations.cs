namespace MlNetGenerative.Core.Tests;

/// <summary>Counts what code allocates.</summary>
internal static class Allocations
{
    /// <summary>The fewest bytes of several runs: the runtime itself allocates now and then while it compiles a method anew.</summary>
    public static long Least(Action action)
    {
        long least = long.MaxValue;
        for (int run = 0; run < 10; run++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }
}
