using MlNetGenerative.Tests.Pipeline;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetGenerative.Neural.Tests;

/// <summary>A zip of every format version loads for ever and gives what it gave when it was saved.</summary>
[TestClass]
public sealed class GoldenZipTests
{
    /// <summary>The zip of the first format version.</summary>
    internal static GoldenZip Version1 { get; } = new("Vae", "vae-version1");

    [TestMethod]
    public void Version1Loads() => Version1.AssertLoads(Lines);

    /// <summary>Latent means, reconstruction and score of rows of the conformance data.</summary>
    internal static IEnumerable<string> Lines(ITransformer model)
    {
        IDataView view = model.Transform(ConformanceData.Create(rows: 8));
        float[][] latent = [.. view.GetColumn<float[]>("Latent")], reconstruction = [.. view.GetColumn<float[]>("Reconstruction")];
        float[] score = [.. view.GetColumn<float>("Score")];
        return Enumerable.Range(0, 8).Select(row => GoldenZip.Line([.. latent[row], .. reconstruction[row], score[row]]));
    }
}
