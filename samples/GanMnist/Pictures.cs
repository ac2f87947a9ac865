using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetGenerative;
using MlNetGenerative.Core.Images;
using Samples.Common;

namespace Samples.GanMnist;

/// <summary>Draws what a generator has learned.</summary>
/// <param name="images">The images that it was trained on.</param>
/// <param name="folder">Where the pictures go.</param>
internal sealed class Pictures(ImageSet images, string folder)
{
    private const int Columns = 10;
    private const int MostEpochsShown = 20;

    private readonly List<float[]> _epochs = [];

    /// <summary>After an epoch: adds the images that it makes of the same ten rows of noise to the picture of all epochs, a row of images each.</summary>
    /// <param name="gan">The model as it is then.</param>
    /// <param name="numberOfEpochs">Epochs of the whole run; of more than twenty only some are kept.</param>
    public void AddEpoch(GenerativeAdversarialNetworkTransformer gan, int numberOfEpochs)
    {
        int epoch = gan.History[^1].Epoch, step = (numberOfEpochs + MostEpochsShown - 1) / MostEpochsShown;
        if (epoch % step == 0 || epoch == 1 || epoch == numberOfEpochs)
        {
            _epochs.AddRange(gan.Generate(Columns, seed: 5).GetColumn<float[]>("Features"));
            Draw("epochs.png", _epochs);   // anew each time, so that a long run can be watched
        }
    }

    /// <summary>Says where the picture of the epochs is.</summary>
    public void ShowEpochs() => Show("epochs.png");

    /// <summary>A row of images for each label.</summary>
    public void SaveLabels(GenerativeAdversarialNetworkTransformer gan) =>
        Save("labels.png", gan.Labels.SelectMany(label => gan.Generate(Columns, seed: 7, label).GetColumn<float[]>("Features")));

    /// <summary>A hundred images, of all labels in turn.</summary>
    public void SaveGrid(GenerativeAdversarialNetworkTransformer gan) => Save("grid.png", gan.Generate(Columns * Columns, seed: 9).GetColumn<float[]>("Features"));

    /// <summary>Images on the arc between two points of noise: a row for each label, of the same arc; without labels ten arcs.</summary>
    public void SaveWalk(MLContext ml, GenerativeAdversarialNetworkTransformer gan)
    {
        float[][] points = [.. ml.Generative().Noise("Noise", gan.Model.NoiseSize, count: 2 * Columns, seed: 3).GetColumn<float[]>("Noise")];
        IDataView Arc(int number) => ml.Generative().Interpolate("Noise", points[2 * number], points[2 * number + 1], count: Columns, InterpolationKind.Spherical);
        Save("walk.png", gan.Labels.Count > 0
            ? gan.Labels.SelectMany(label => gan.Sample(Arc(0), label: label).GetColumn<float[]>("Sample"))
            : Enumerable.Range(0, Columns).SelectMany(number => gan.Sample(Arc(number)).GetColumn<float[]>("Sample")));
    }

    private void Save(string name, IEnumerable<float[]> rows)
    {
        Draw(name, [.. rows]);
        Show(name);
    }

    private void Draw(string name, IReadOnlyList<float[]> rows) => ImageGrid.Tile(rows, images.Width, images.Height, Columns).Save(Path.Combine(folder, name));

    private void Show(string name) => Console.WriteLine($"Picture: {Path.Combine(folder, name)}");
}
