using MlNetGenerative.Core.Data;

namespace MlNetGenerative.Core.Tests.Data;

[TestClass]
public sealed class IdxFileTests
{
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void HeaderSaysWhatIsInTheFile(bool compressed)
    {
        using TemporaryFolder folder = new();
        IdxFile file = Open(folder, IdxBytes.File(5, 2, 3), compressed);

        CollectionAssert.AreEqual(new[] { 5, 2, 3 }, file.Dimensions.ToArray());
        Assert.AreEqual(5, file.Count);
        Assert.AreEqual(6, file.ItemLength);
        Assert.AreEqual(compressed, file.IsCompressed);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void ItemsComeInOrderAndThenNoMore(bool compressed)
    {
        using TemporaryFolder folder = new();
        IdxFile file = Open(folder, IdxBytes.File(301, 7, 31), compressed);
        using IdxReader reader = file.OpenReader();
        byte[] item = new byte[file.ItemLength];

        for (int i = 0; i < 301; i++)
        {
            Assert.IsTrue(reader.ReadItem(item));
            AssertItem(i, item);
        }
        Assert.IsFalse(reader.ReadItem(item));
        Assert.IsFalse(reader.ReadItem(item));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void ItemsComeByIndexFromManyThreads(bool compressed)
    {
        using TemporaryFolder folder = new();
        IdxFile file = Open(folder, IdxBytes.File(5000, 29, 17), compressed);   // more than two blocks of the unpacked content
        using IdxReader reader = file.OpenReader();

        Parallel.For(0, 5000, i =>
        {
            int index = (int)(i * 2459L % 5000);
            byte[] item = new byte[file.ItemLength];
            reader.ReadItemAt(index, item);
            AssertItem(index, item);
        });
    }

    [TestMethod]
    public void ReadingByIndexDoesNotMoveTheSequentialPosition()
    {
        using TemporaryFolder folder = new();
        IdxFile file = Open(folder, IdxBytes.File(4, 3), compressed: false);
        using IdxReader reader = file.OpenReader();
        byte[] item = new byte[3];

        reader.ReadItem(item);
        reader.ReadItemAt(3, item);
        AssertItem(3, item);
        reader.ReadItem(item);
        AssertItem(1, item);
    }

    [TestMethod]
    public void LabelsAreItemsOfOneByte()
    {
        using TemporaryFolder folder = new();
        IdxFile file = Open(folder, IdxBytes.File(10), compressed: true);

        Assert.AreEqual(1, file.ItemLength);
        Assert.AreEqual(10, file.Count);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void FileWithoutItemsIsEmpty(bool compressed)
    {
        using TemporaryFolder folder = new();
        IdxFile file = Open(folder, IdxBytes.File(0, 28, 28), compressed);
        using IdxReader reader = file.OpenReader();

        Assert.AreEqual(0, file.Count);
        Assert.IsFalse(reader.ReadItem(new byte[784]));
    }

    [TestMethod]
    public void TwoReadersAreIndependent()
    {
        using TemporaryFolder folder = new();
        IdxFile file = Open(folder, IdxBytes.File(3, 2), compressed: true);
        using IdxReader first = file.OpenReader();
        using IdxReader second = file.OpenReader();
        byte[] item = new byte[2];

        first.ReadItem(item);
        first.ReadItem(item);
        AssertItem(1, item);
        second.ReadItem(item);
        AssertItem(0, item);
    }

    [TestMethod]
    public void WrongSpanAndWrongIndexAreArgumentErrors()
    {
        using TemporaryFolder folder = new();
        IdxFile file = Open(folder, IdxBytes.File(3, 2), compressed: false);
        using IdxReader reader = file.OpenReader();

        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(() => reader.ReadItem(new byte[3]));
        Assert.Contains("has 2 bytes, got a span of 3", error.Message);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => reader.ReadItemAt(3, new byte[2]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => reader.ReadItemAt(-1, new byte[2]));
    }

    private static IdxFile Open(TemporaryFolder folder, byte[] content, bool compressed) =>
        IdxFile.Open(folder.Write("items-idx", compressed ? IdxBytes.Gzip(content) : content));

    private static void AssertItem(int index, byte[] item)
    {
        for (int i = 0; i < item.Length; i++)
            Assert.AreEqual(IdxBytes.Value(index * item.Length + i), item[i]);
    }
}
