using MlNetGenerative.Tests.Pipeline;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetGenerative.Neural.Tests;

/// <summary>A zip of every format version loads for ever and gives what it gave when it was saved.</summary>
[TestClass]
public sealed class GoldenGanTests
{
    /// <summary>The zip of the first format version.</summary>
    internal static GoldenZip Version1 { get; } = new("Gan", "gan-version1");

    [TestMethod]
    public void Version1Loads() => Version1.AssertLoads(Lines);

    /// <summary>The model of the golden zip: labels, and layers with buffers.</summary>
    internal static GenerativeAdversarialNetworkTransformer Fit() => AdversarialNetworks.Fit(options =>
    {
        (options.LabelColumnName, options.NumberOfEpochs, options.LearningRate) = ("Label", 60, 0.003f);
        options.Generator = new NetworkLayout(new Dense(8), new BatchNorm(0.9), new LeakyRelu(0.2f), new Dense(6), new Tanh());
        options.Discriminator = new NetworkLayout(new Dense(8, SpectralNormalization: true), new LeakyRelu(0.2f));
    });

    /// <summary>Generated rows, rows of a noise column, and scores of rows of the conformance data.</summary>
    internal static IEnumerable<string> Lines(ITransformer model)
    {
        var gan = (GenerativeAdversarialNetworkTransformer)model;
        IDataView noise = new MLContext().Generative().Noise("Noise", gan.Model.NoiseSize, count: 4, seed: 9);
        return
        [
            .. gan.Generate(4).GetColumn<float[]>("Features").Select(row => GoldenZip.Line(row)),
            .. gan.Sample(noise, label: "1").GetColumn<float[]>("Sample").Select(row => GoldenZip.Line(row)),
            GoldenZip.Line(model.Transform(ConformanceData.Create(rows: 8)).GetColumn<float>("Score")),
        ];
    }
}
