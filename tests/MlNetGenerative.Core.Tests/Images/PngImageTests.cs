using MlNetGenerative.Core.Images;

namespace MlNetGenerative.Core.Tests.Images;

[TestClass]
public sealed class PngImageTests
{
    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(7, 3)]
    [DataRow(300, 200)]
    public void GreyPixelsAreReadBack(int width, int height)
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("grey.png");
        byte[] pixels = Noise(width * height);

        PngImage.Save(path, width, height, pixels);

        (int readWidth, int readHeight, int colourType, byte[] read) = PngReader.Read(path);
        Assert.AreEqual((width, height, 0), (readWidth, readHeight, colourType));
        CollectionAssert.AreEqual(pixels, read);
    }

    [TestMethod]
    public void ColourPixelsAreReadBack()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("colour.png");
        byte[] pixels = Noise(5 * 4 * 3);

        PngImage.SaveRgb(path, 5, 4, pixels);

        (int width, int height, int colourType, byte[] read) = PngReader.Read(path);
        Assert.AreEqual((5, 4, 2), (width, height, colourType));
        CollectionAssert.AreEqual(pixels, read);
    }

    [TestMethod]
    public void SavingReplacesTheFile()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("grey.png");

        new GreyImage(2, 1, [1, 2]).Save(path);
        new GreyImage(1, 2, [3, 4]).Save(path);

        CollectionAssert.AreEqual(new byte[] { 3, 4 }, PngReader.Read(path).Pixels);
        CollectionAssert.AreEqual(new[] { "grey.png" }, folder.FileNames());
    }

    [TestMethod]
    public void WrongSizesAreArgumentErrors()
    {
        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(() => PngImage.SaveRgb("unused.png", 2, 2, new byte[4]));
        Assert.Contains("2 × 2 pixels with 3 bytes each has 12 bytes, got 4", error.Message);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => PngImage.Save("unused.png", 0, 2, []));
    }

    private static byte[] Noise(int length)
    {
        byte[] bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
