using MlNetGenerative.Core.Images;

namespace MlNetGenerative.Core.Tests.Images;

[TestClass]
public sealed class ImageGridTests
{
    [TestMethod]
    public void ImagesLieRowByRowWithPaddingAround()
    {
        float[][] images = [[0, 1], [1, 0], [1, 1]];

        GreyImage grid = ImageGrid.Tile(images, imageWidth: 2, imageHeight: 1, columns: 2, padding: 1);

        Assert.AreEqual((7, 5), (grid.Width, grid.Height));
        const byte B = 64;
        CollectionAssert.AreEqual(new byte[]
        {
            B, B, B, B, B, B, B,
            B, 0, 255, B, 255, 0, B,
            B, B, B, B, B, B, B,
            B, 255, 255, B, B, B, B,
            B, B, B, B, B, B, B,
        }, grid.Pixels);
    }

    [TestMethod]
    public void UnitIntervalRoundsAndClips() =>
        CollectionAssert.AreEqual(new byte[] { 0, 0, 128, 255, 255, 0 },
            ImageGrid.Tile([[-1, .001f, .5f, 1, float.PositiveInfinity, float.NaN]], 6, 1, 1, padding: 0).Pixels);

    [TestMethod]
    public void SymmetricScalingTakesTheLargestMagnitudeOfEachImage() =>
        CollectionAssert.AreEqual(new byte[] { 0, 128, 191, 128, 255, 0, 128, 128, 128 },
            ImageGrid.Tile([[-2, 0, 1], [0, .5f, -.5f], [0, 0, 0]], 3, 1, 1, padding: 0, ImageScaling.SymmetricAroundZero).Pixels);

    [TestMethod]
    public void FewerImagesThanColumnsMakeANarrowGrid() =>
        Assert.AreEqual(2 * 3, ImageGrid.Tile([new float[4], new float[4]], 2, 2, columns: 10, padding: 1).Width - 1);

    [TestMethod]
    public void WrongImagesAreArgumentErrors()
    {
        Assert.Contains("at least one image", Assert.ThrowsExactly<ArgumentException>(() => ImageGrid.Tile([], 2, 2, 1)).Message);
        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(() => ImageGrid.Tile([new float[4], new float[5]], 2, 2, 1));
        Assert.Contains("Image 1 has 5 values, expected 2 × 2 = 4", error.Message);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ImageGrid.Tile([new float[4]], 2, 2, columns: 0));
    }
}
