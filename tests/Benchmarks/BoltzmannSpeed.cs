namespace Benchmarks;

internal static class BoltzmannSpeed
{
    public static void Run() => throw new NotImplementedException();
}
