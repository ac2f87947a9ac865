using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Images;

namespace Samples.RbmFeatures;

/// <summary>Draws what a Boltzmann machine has learned.</summary>
/// <param name="width">Pixels in a row of an image.</param>
/// <param name="height">Rows of an image.</param>
/// <param name="folder">Where the pictures go.</param>
internal sealed class Pictures(int width, int height, string folder)
{
    /// <summary>The weights of the first 100 hidden units: grey is 0, white turns the unit on, black turns it off.</summary>
    public void SaveFilters(RestrictedBoltzmannMachine machine)
    {
        float[] weights = machine.GetWeights();   // row-major, [visible, hidden]
        float[] Filter(int hidden) => [.. Enumerable.Range(0, machine.NumberOfVisibleUnits).Select(visible => weights[visible * machine.NumberOfHiddenUnits + hidden])];
        float[][] filters = [.. Enumerable.Range(0, Math.Min(100, machine.NumberOfHiddenUnits)).Select(Filter)];
        Save("filters.png", ImageGrid.Tile(filters, width, height, columns: 20, scaling: ImageScaling.SymmetricAroundZero));
    }

    /// <summary>Twenty images above, and below each what the hidden units remember of it.</summary>
    public void SaveReconstructions(IDataView scored)
    {
        IEnumerable<float[]> originals = scored.GetColumn<float[]>("Features").Take(20);
        IEnumerable<float[]> reconstructions = scored.GetColumn<float[]>("Reconstruction").Take(20);
        Save("reconstructions.png", ImageGrid.Tile([.. originals, .. reconstructions], width, height, columns: 20));
    }

    /// <summary>Images that the machine makes up.</summary>
    public void SaveSamples(IDataView samples) =>
        Save("samples.png", ImageGrid.Tile([.. samples.GetColumn<float[]>("Features")], width, height, columns: 20));

    private void Save(string name, GreyImage picture)
    {
        string path = Path.Combine(folder, name);
        picture.Save(path);
        Console.WriteLine($"Picture: {path}");
    }
}
