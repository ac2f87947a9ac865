using System.Buffers.Binary;
using System.IO.Compression;
using MlNetGenerative.Tests.Pipeline;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetGenerative.Tests.Data;

[TestClass]
public sealed class IdxLoaderTests
{
    private const int Images = 150;
    private readonly TemporaryFolder _folder = new();

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void ImagesAndLabelsBecomeColumns(bool gzip)
    {
        IDataView view = new MLContext().Data.LoadFromIdx(WriteImages(gzip), WriteLabels(gzip));
        Assert.AreEqual<DataViewType>(new VectorDataViewType(NumberDataViewType.Single, 6), view.Schema["Features"].Type);
        Assert.AreEqual<DataViewType>(new KeyDataViewType(typeof(uint), 4), view.Schema["Label"].Type);
        Assert.IsTrue(view.Schema["Features"].IsNormalized());
        VBuffer<ReadOnlyMemory<char>> keys = default;
        view.Schema["Label"].GetKeyValues(ref keys);
        Assert.AreEqual("0 1 2 3", string.Join(' ', keys.DenseValues()));
        Assert.AreEqual(Images, view.GetRowCount());
        Assert.IsTrue(view.CanShuffle);

        List<float[]> features = ViewReader.Vectors(view, "Features");
        List<uint> labels = ViewReader.Scalars<uint>(view, "Label");
        Assert.HasCount(Images, features);
        for (int image = 0; image < Images; image++)
        {
            CollectionAssert.AreEqual(Enumerable.Range(0, 6).Select(pixel => Pixel(image, pixel) / 255f).ToArray(), features[image]);
            Assert.AreEqual((uint)(image % 4 + 1), labels[image]);
        }
    }

    [TestMethod]
    [DataRow(IdxPixels.Bytes, false)]
    [DataRow(IdxPixels.Threshold, true)]
    public void PixelsCanBeBytesOrThresholded(IdxPixels pixels, bool normalized)
    {
        IDataView view = new MLContext().Data.LoadFromIdx(WriteImages(), pixels: pixels);
        Assert.HasCount(1, view.Schema);
        Assert.AreEqual(normalized, view.Schema["Features"].IsNormalized());
        List<float[]> features = ViewReader.Vectors(view, "Features");
        for (int image = 0; image < Images; image++)
        {
            for (int pixel = 0; pixel < 6; pixel++)
            {
                float expected = pixels == IdxPixels.Bytes ? Pixel(image, pixel) : Pixel(image, pixel) / 255f >= 0.5f ? 1 : 0;
                Assert.AreEqual(expected, features[image][pixel]);
            }
        }
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void SerialParallelAndShuffledCursorsGiveTheSameRows(bool gzip)
    {
        IDataView view = new MLContext().Data.LoadFromIdx(WriteImages(gzip), WriteLabels(gzip));
        Dictionary<string, string> serial = ViewReader.ById(view);
        Assert.HasCount(Images, serial);
        Dictionary<string, string>[] others =
            [ViewReader.ById(view), ViewReader.ById(view, new Random(1)), ViewReader.ByIdFromSet(view, 3), ViewReader.ByIdFromSet(view, 3, new Random(1))];
        foreach (Dictionary<string, string> other in others)
        {
            Assert.HasCount(Images, other);
            foreach ((string id, string values) in serial)
                Assert.AreEqual(values, other[id], id);
        }
    }

    [TestMethod]
    public void ShufflingIsUniform()
    {
        IDataView view = new MLContext().Data.LoadFromIdx(WriteImages());
        double[] meanPosition = new double[Images];
        const int shuffles = 400;
        var random = new Random(1);
        for (int shuffle = 0; shuffle < shuffles; shuffle++)
        {
            using DataViewRowCursor cursor = view.GetRowCursor([], random);
            ValueGetter<DataViewRowId> getId = cursor.GetIdGetter();
            DataViewRowId id = default;
            for (int position = 0; cursor.MoveNext(); position++)
            {
                getId(ref id);
                meanPosition[id.Low] += position / (double)shuffles;
            }
        }
        // The mean position of a row is 74.5; its standard error over 400 shuffles is 43.3 / 20.
        Assert.IsTrue(meanPosition.All(position => Math.Abs(position - 74.5) < 5 * 43.3 / 20));
    }

    [TestMethod]
    public void TheNumberOfClassesCanBeGivenSoThatFilesAgree()
    {
        IDataView view = new MLContext().Data.LoadFromIdx(WriteImages(), WriteLabels(), numberOfClasses: 10, featuresColumnName: "Pixels", labelColumnName: "Digit");
        Assert.AreEqual<DataViewType>(new KeyDataViewType(typeof(uint), 10), view.Schema["Digit"].Type);
        Assert.IsNotNull(view.Schema.GetColumnOrNull("Pixels"));
        string images = WriteImages(), labels = WriteLabels();
        AssertInvalid(() => new MLContext().Data.LoadFromIdx(images, labels, numberOfClasses: 3), labels, "offset 11", "expected a label from 0 to 2, got 3");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new MLContext().Data.LoadFromIdx(images, labels, numberOfClasses: 0));
    }

    [TestMethod]
    public void OnlyActiveColumnsAreRead()
    {
        IDataView view = new MLContext().Data.LoadFromIdx(WriteImages(), WriteLabels());
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema["Label"]]);
        Assert.IsTrue(cursor.MoveNext());
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => cursor.GetGetter<VBuffer<float>>(view.Schema["Features"]));
        Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<float>(view.Schema["Label"]));
    }

    [TestMethod]
    public void FilesOfDifferentSetsAreNamedWithBothCounts()
    {
        string images = WriteImages(), labels = Write("labels-of-another-set", [7], new byte[7], gzip: false);
        AssertInvalid(() => new MLContext().Data.LoadFromIdx(images, labels), images, labels, "expected 150 labels", "got 7");
    }

    [TestMethod]
    public void ExchangedFilesAreNamed()
    {
        string images = WriteImages(), labels = WriteLabels();
        AssertInvalid(() => new MLContext().Data.LoadFromIdx(labels, images), images, "offset 3", "expected 1 dimension", "got 3");
    }

    [TestMethod]
    public void AMissingFileIsNamed() => StringAssert.Contains(
        Assert.ThrowsExactly<FileNotFoundException>(() => new MLContext().Data.LoadFromIdx(_folder.File("nowhere"))).Message, _folder.File("nowhere"));

    [TestMethod]
    public void AWrongMagicNumberIsNamedWithItsOffset()
    {
        string path = _folder.File("text");
        File.WriteAllText(path, "1,2,3,4,5");
        AssertInvalid(() => new MLContext().Data.LoadFromIdx(path), path, "offset 0", "expected magic number 00 00 08 NN, got 31 2C 32 2C");
    }

    [TestMethod]
    public void ATruncatedPlainFileIsFoundWhenItIsLoaded()
    {
        string path = WriteImages();
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^10]);
        AssertInvalid(() => new MLContext().Data.LoadFromIdx(path), path, "offset 906", "expected 900 bytes of data", "got 890");
    }

    [TestMethod]
    public void ATruncatedCompressedFileIsFoundWhenItsRowsAreRead()
    {
        string path = WriteImages(gzip: true);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^60]);
        IDataView view = new MLContext().Data.LoadFromIdx(path);
        AssertInvalid(() => ViewReader.ById(view), path, "truncated");
    }

    private static byte Pixel(int image, int pixel) => (byte)(image * 37 + pixel * 61);

    private string WriteImages(bool gzip = false) =>
        Write("images", [Images, 2, 3], [.. Enumerable.Range(0, Images).SelectMany(image => Enumerable.Range(0, 6).Select(pixel => Pixel(image, pixel)))], gzip);

    private string WriteLabels(bool gzip = false) => Write("labels", [Images], [.. Enumerable.Range(0, Images).Select(image => (byte)(image % 4))], gzip);

    private string Write(string name, int[] dimensions, byte[] data, bool gzip)
    {
        byte[] header = new byte[4 + 4 * dimensions.Length];
        header[2] = 8;
        header[3] = (byte)dimensions.Length;
        for (int i = 0; i < dimensions.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + 4 * i), dimensions[i]);
        string path = _folder.File(name);
        using Stream file = gzip ? new GZipStream(File.Create(path), CompressionLevel.Fastest) : File.Create(path);
        file.Write(header);
        file.Write(data);
        return path;
    }

    private static void AssertInvalid(Action action, params string[] parts)
    {
        string message = Assert.ThrowsExactly<InvalidDataException>(action).Message;
        foreach (string part in parts)
            StringAssert.Contains(message, part);
    }
}
