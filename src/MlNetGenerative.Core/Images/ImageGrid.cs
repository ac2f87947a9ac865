namespace MlNetGenerative.Core.Images;

/// <summary>Lays many small images out as one: learned filters, reconstructions, samples.</summary>
public static class ImageGrid
{
    private const byte Background = 64;

    /// <summary>Tiles images of one size row by row, with dark grey lines of <paramref name="padding"/> pixels between and around them.</summary>
    /// <param name="images">At least one image; each has <paramref name="imageWidth"/> × <paramref name="imageHeight"/> numbers row by row.
    /// NaN is drawn black.</param>
    /// <param name="imageWidth">Pixels in a row of one image.</param>
    /// <param name="imageHeight">Rows of one image.</param>
    /// <param name="columns">Images beside each other.</param>
    /// <param name="padding">Pixels between images and around the grid.</param>
    /// <param name="scaling">How numbers become grey values.</param>
    /// <exception cref="ArgumentException">There is no image, or one has the wrong number of values.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or the padding is negative.</exception>
    public static GreyImage Tile(IReadOnlyList<float[]> images, int imageWidth, int imageHeight, int columns, int padding = 2,
        ImageScaling scaling = ImageScaling.UnitInterval)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(imageWidth);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(imageHeight);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        if (images.Count == 0)
            throw new ArgumentException("A grid needs at least one image, got none.", nameof(images));

        columns = Math.Min(columns, images.Count);
        int rows = (images.Count + columns - 1) / columns;
        int width = checked(columns * (imageWidth + padding) + padding);
        int height = checked(rows * (imageHeight + padding) + padding);
        byte[] pixels = new byte[checked(width * height)];
        pixels.AsSpan().Fill(Background);
        for (int i = 0; i < images.Count; i++)
        {
            float[] image = images[i];
            if (image.Length != imageWidth * imageHeight)
                throw new ArgumentException(
                    $"Image {i} has {image.Length} values, expected {imageWidth} × {imageHeight} = {imageWidth * imageHeight}.", nameof(images));
            (float offset, float scale) = OffsetAndScale(image, scaling);
            int left = padding + i % columns * (imageWidth + padding);
            int top = padding + i / columns * (imageHeight + padding);
            for (int y = 0; y < imageHeight; y++)
                for (int x = 0; x < imageWidth; x++)
                    pixels[(top + y) * width + left + x] = ToGrey(image[y * imageWidth + x] * scale + offset);
        }
        return new GreyImage(width, height, pixels);
    }

    private static (float Offset, float Scale) OffsetAndScale(ReadOnlySpan<float> image, ImageScaling scaling)
    {
        if (scaling == ImageScaling.UnitInterval)
            return (0, 1);
        float largest = 0;
        foreach (float value in image)
            if (float.IsFinite(value))
                largest = Math.Max(largest, Math.Abs(value));
        return (.5f, largest > 0 ? .5f / largest : 0);
    }

    private static byte ToGrey(float value) => float.IsNaN(value) ? (byte)0 : (byte)(Math.Clamp(value, 0f, 1f) * 255 + .5f);
}
