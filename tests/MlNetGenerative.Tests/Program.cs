using MlNetGenerative.Tests.Pipeline;
using Microsoft.ML;

namespace MlNetGenerative.Tests;

/// <summary>What tests let a fresh process do. Nothing here names a type of the product: loading a model must find it by itself.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        try
        {
            return arguments switch
            {
                ["score", string zip, string rows] => Score(zip, rows),
                ["train", string checkpoints, string weights] => Boltzmann.CheckpointTests.Train(checkpoints, weights),
                ["load", string zip] => Load(zip),
                _ => throw new ArgumentException($"Unknown: {string.Join(' ', arguments)}"),
            };
        }
        catch (Exception exception)
        {
            Console.WriteLine(exception);
            return 1;
        }
    }

    private static int Score(string zip, string rows)
    {
        ITransformer model = new MLContext().Model.Load(zip, out _);
        File.WriteAllLines(rows, ViewReader.ById(model.Transform(ConformanceData.Create())).Select(row => $"{row.Key} {row.Value}"));
        return 0;
    }

    private static int Load(string zip)
    {
        new MLContext().Model.Load(zip, out _);
        return 0;
    }
}
