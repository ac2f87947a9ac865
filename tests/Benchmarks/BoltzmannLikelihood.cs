namespace Benchmarks;

internal static class BoltzmannLikelihood
{
    public static void Run() => throw new NotImplementedException();
}
