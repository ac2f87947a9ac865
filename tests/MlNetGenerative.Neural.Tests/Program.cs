using MlNetGenerative.Neural.Tests.Training;

namespace MlNetGenerative.Neural.Tests;

/// <summary>What tests let a fresh process do.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        try
        {
            switch (arguments)
            {
                case ["train", string checkpoints, string weights]:
                    KilledRunTests.Train(checkpoints, weights);
                    return 0;
                default:
                    throw new ArgumentException($"Unknown: {string.Join(' ', arguments)}");
            }
        }
        catch (Exception exception)
        {
            Console.WriteLine(exception);
            return 1;
        }
    }
}
