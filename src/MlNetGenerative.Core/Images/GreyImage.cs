namespace MlNetGenerative.Core.Images;

/// <summary>A grey image.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Number of rows.</param>
/// <param name="Pixels"><paramref name="Width"/> × <paramref name="Height"/> grey values row by row, 0 black, 255 white.</param>
public sealed record GreyImage(int Width, int Height, byte[] Pixels)
{
    /// <summary>Writes the image as a PNG file, replacing what is there.</summary>
    /// <param name="path">The file; its folder exists.</param>
    public void Save(string path) => PngImage.Save(path, Width, Height, Pixels);
}
