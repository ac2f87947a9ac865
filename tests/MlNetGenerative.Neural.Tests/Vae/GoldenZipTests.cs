using System.Globalization;
using MlNetGenerative.Tests.Persistence;
using MlNetGenerative.Tests.Pipeline;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetGenerative.Neural.Tests;

/// <summary>A zip of every format version loads for ever and gives what it gave when it was saved.</summary>
[TestClass]
public sealed class GoldenZipTests
{
    // The last bits of matrix products differ between processors.
    private const double Tolerance = 1e-4;

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Vae", "Golden");

    [TestMethod]
    public void Version1Loads()
    {
        ITransformer model = ModelZip.Load(File.ReadAllBytes(Path.Combine(Folder, "vae-version1.zip")));
        string[] got = [.. Lines(model)];
        string[] expected = File.ReadAllLines(Path.Combine(Folder, "vae-version1.txt"));
        Assert.HasCount(expected.Length, got);
        foreach ((string expectedLine, string gotLine) in expected.Zip(got))
            foreach ((string expectedNumber, string gotNumber) in expectedLine.Split(' ').Zip(gotLine.Split(' ')))
                Assert.AreEqual(double.Parse(expectedNumber, CultureInfo.InvariantCulture), double.Parse(gotNumber, CultureInfo.InvariantCulture), Tolerance, expectedLine);
    }

    /// <summary>Latent means, reconstruction and score of rows of the conformance data.</summary>
    internal static IEnumerable<string> Lines(ITransformer model)
    {
        IDataView view = model.Transform(ConformanceData.Create(rows: 8));
        float[][] latent = [.. view.GetColumn<float[]>("Latent")], reconstruction = [.. view.GetColumn<float[]>("Reconstruction")];
        float[] score = [.. view.GetColumn<float>("Score")];
        return Enumerable.Range(0, 8).Select(row => string.Join(' ', latent[row].Concat(reconstruction[row]).Append(score[row]).Select(value => value.ToString("R", CultureInfo.InvariantCulture))));
    }
}
