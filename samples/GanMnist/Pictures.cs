using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetGenerative;
using MlNetGenerative.Core.Images;

namespace Samples.GanMnist;

/// <summary>Draws what a generator has learned.</summary>
/// <param name="width">Pixels in a row of an image.</param>
/// <param name="height">Rows of an image.</param>
/// <param name="folder">Where the pictures go.</param>
internal sealed class Pictures(int width, int height, string folder)
{
    private const int Columns = 10;

    /// <summary>A row of images for each label.</summary>
    public void SaveLabels(GenerativeAdversarialNetworkTransformer gan) =>
        Save("labels.png", gan.Labels.SelectMany(label => gan.Generate(Columns, seed: 7, label).GetColumn<float[]>("Features")));

    /// <summary>A hundred images of all labels in turn.</summary>
    public void SaveGrid(GenerativeAdversarialNetworkTransformer gan) => Save("grid.png", gan.Generate(Columns * Columns, seed: 9).GetColumn<float[]>("Features"));

    /// <summary>For each label the images on the arc between two points of noise, the same for all labels.</summary>
    public void SaveWalk(MLContext ml, GenerativeAdversarialNetworkTransformer gan)
    {
        var random = new Random(3);
        float[] Point() => [.. Enumerable.Range(0, Models.NoiseSize).Select(_ => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
        IDataView walk = ml.Generative().Interpolate("Noise", Point(), Point(), count: Columns, InterpolationKind.Spherical);
        Save("walk.png", gan.Labels.SelectMany(label => gan.Sample(walk, label: label).GetColumn<float[]>("Sample")));
    }

    private void Save(string name, IEnumerable<float[]> images)
    {
        string path = Path.Combine(folder, name);
        ImageGrid.Tile([.. images], width, height, Columns).Save(path);
        Console.WriteLine($"Picture: {path}");
    }
}
