using System.Globalization;
using MlNetGenerative.Tests.Persistence;
using Microsoft.ML;

namespace MlNetGenerative.Neural.Tests;

/// <summary>A zip that was saved once, beside the numbers that it gave then.</summary>
/// <param name="kind">The folder that it is in: Vae, Gan.</param>
/// <param name="name">The name of both files, without ending.</param>
internal sealed class GoldenZip(string kind, string name)
{
    // The last bits of matrix products differ between processors.
    private const double Tolerance = 1e-4;

    /// <summary>Loads it; it must give the same numbers.</summary>
    /// <param name="lines">The numbers, separated by spaces.</param>
    public void AssertLoads(Func<ITransformer, IEnumerable<string>> lines)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, kind, "Golden");
        string[] got = [.. lines(ModelZip.Load(File.ReadAllBytes(Path.Combine(folder, $"{name}.zip"))))];
        string[] expected = File.ReadAllLines(Path.Combine(folder, $"{name}.txt"));
        Assert.HasCount(expected.Length, got);
        foreach ((string expectedLine, string gotLine) in expected.Zip(got))
        {
            double[] expectedNumbers = Numbers(expectedLine), gotNumbers = Numbers(gotLine);
            Assert.HasCount(expectedNumbers.Length, gotNumbers);
            foreach ((double expectedNumber, double gotNumber) in expectedNumbers.Zip(gotNumbers))
                Assert.AreEqual(expectedNumber, gotNumber, Tolerance, expectedLine);
        }
    }

    /// <summary>Makes it; once for each format version.</summary>
    public void Save(ITransformer model, DataViewSchema schema, string folder, IEnumerable<string> lines)
    {
        new MLContext().Model.Save(model, schema, Path.Combine(folder, $"{name}.zip"));
        File.WriteAllLines(Path.Combine(folder, $"{name}.txt"), lines);
    }

    /// <summary>Numbers as a line.</summary>
    public static string Line(IEnumerable<float> numbers) => string.Join(' ', numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture)));

    private static double[] Numbers(string line) => [.. line.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
}
