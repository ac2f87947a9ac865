using Microsoft.ML;
using MlNetGenerative.Tests.Pipeline;
using MlNetGenerative.Neural.Tests.Training;

namespace MlNetGenerative.Neural.Tests;

/// <summary>What tests let a fresh process do.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        AssemblySetup.UseOneThread(null);   // the last bits of a product depend on the number of threads
        try
        {
            switch (arguments)
            {
                case ["train", string checkpoints, string weights]:
                    KilledRunTests.Train(checkpoints, weights);
                    return 0;
                case ["train-gan", string checkpoints, string state]:
                    KilledGanTests.Train(checkpoints, state);
                    return 0;
                case ["score", string zip, string rows]:
                    // Names no type of the product: loading a model must find it by itself.
                    ITransformer model = new MLContext().Model.Load(zip, out _);
                    File.WriteAllLines(rows, ViewReader.ById(model.Transform(ConformanceData.Create())).Select(row => $"{row.Key} {row.Value}"));
                    return 0;
                case ["golden", string folder]:
                    // Makes the golden zips of the current format versions; run once for each version.
                    DataViewSchema schema = ConformanceData.Create().Schema;
                    VariationalAutoencoderTransformer autoencoder = Autoencoders.Fit(ConformanceData.Create(), options => (options.NumberOfEpochs, options.LearningRate) = (60, 0.01f));
                    GoldenZipTests.Version1.Save(autoencoder, schema, folder, GoldenZipTests.Lines(autoencoder));
                    GenerativeAdversarialNetworkTransformer adversarial = GoldenGanTests.Fit();
                    GoldenGanTests.Version1.Save(adversarial, schema, folder, GoldenGanTests.Lines(adversarial));
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
