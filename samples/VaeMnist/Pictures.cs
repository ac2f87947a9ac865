using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetGenerative;
using MlNetGenerative.Core.Images;

namespace Samples.VaeMnist;

/// <summary>Draws what an autoencoder has learned.</summary>
/// <param name="width">Pixels in a row of an image.</param>
/// <param name="height">Rows of an image.</param>
/// <param name="folder">Where the pictures go.</param>
internal sealed class Pictures(int width, int height, string folder)
{
    private const float MapExtent = 2.5f;

    // Ten colours that are easy to tell apart.
    private static readonly (byte Red, byte Green, byte Blue)[] Colours =
    [
        (31, 119, 180), (255, 127, 14), (44, 160, 44), (214, 39, 40), (148, 103, 189), (140, 86, 75), (227, 119, 194), (127, 127, 127), (188, 189, 34), (23, 190, 207),
    ];

    /// <summary>Images decoded from the prior.</summary>
    public void SaveSamples(IDataView samples) =>
        Save("samples.png", ImageGrid.Tile([.. samples.GetColumn<float[]>("Features")], width, height, columns: 20));

    /// <summary>Twenty test images above, and below each what the latent vector keeps of it.</summary>
    public void SaveReconstructions(IDataView scored)
    {
        IEnumerable<float[]> originals = scored.GetColumn<float[]>("Features").Take(20);
        IEnumerable<float[]> reconstructions = scored.GetColumn<float[]>("Reconstruction").Take(20);
        Save("reconstructions.png", ImageGrid.Tile([.. originals, .. reconstructions], width, height, columns: 20));
    }

    /// <summary>Ways between the latent means of pairs of test images: odd rows along the line, even rows along the arc.</summary>
    public void SaveInterpolations(MLContext ml, VariationalAutoencoderTransformer vae, IDataView test)
    {
        float[][] codes = [.. vae.Transform(test).GetColumn<float[]>("Latent").Take(8)];
        IEnumerable<float[]> Way(float[] from, float[] to, InterpolationKind kind) =>
            vae.Decode(ml.Generative().Interpolate("Latent", from, to, count: 16, kind)).GetColumn<float[]>("Features");
        Save("interpolations.png", ImageGrid.Tile(
            [.. Enumerable.Range(0, 4).SelectMany(pair => Way(codes[2 * pair], codes[2 * pair + 1], InterpolationKind.Linear)
                .Concat(Way(codes[2 * pair], codes[2 * pair + 1], InterpolationKind.Spherical)))], width, height, columns: 16));
    }

    /// <summary>The images that a square of a latent space of two units decodes to.</summary>
    public void SaveMap(MLContext ml, VariationalAutoencoderTransformer vae) =>
        Save("map.png", ImageGrid.Tile([.. vae.Decode(ml.Generative().LatentGrid("Latent", [0, 0], [MapExtent, 0], [0, MapExtent], side: 20))
            .GetColumn<float[]>("Features")], width, height, columns: 20));

    /// <summary>The latent means of test images in a space of two units, a colour a label.</summary>
    public void SaveScatter(IDataView scored)
    {
        const int Side = 600;
        const float Extent = 4;
        byte[] pixels = new byte[Side * Side * 3];
        Array.Fill(pixels, (byte)255);
        foreach ((float[] code, uint label) in scored.GetColumn<float[]>("Latent").Zip(scored.GetColumn<uint>("Label")))
        {
            int x = (int)((code[0] / Extent + 1) / 2 * (Side - 2)), y = (int)((1 - code[1] / Extent) / 2 * (Side - 2));
            if (x < 0 || y < 0 || x > Side - 2 || y > Side - 2)
                continue;
            (byte red, byte green, byte blue) = Colours[(label + 9) % Colours.Length];
            foreach (int at in (int[])[y * Side + x, y * Side + x + 1, (y + 1) * Side + x, (y + 1) * Side + x + 1])
                (pixels[3 * at], pixels[3 * at + 1], pixels[3 * at + 2]) = (red, green, blue);
        }
        string path = Path.Combine(folder, "scatter.png");
        PngImage.SaveRgb(path, Side, Side, pixels);
        Console.WriteLine($"Picture: {path}");
    }

    private void Save(string name, GreyImage picture)
    {
        string path = Path.Combine(folder, name);
        picture.Save(path);
        Console.WriteLine($"Picture: {path}");
    }
}
