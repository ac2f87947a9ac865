using MlNetGenerative.Core.Persistence;

namespace MlNetGenerative.Core.Tests.Persistence;

[TestClass]
public sealed class AtomicFileTests
{
    [TestMethod]
    public void CreatesAndReplaces()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("model.bin");

        AtomicFile.Write(path, stream => stream.Write([1, 2, 3]));
        CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, File.ReadAllBytes(path));
        AtomicFile.Write(path, stream => stream.Write([4]));
        CollectionAssert.AreEqual(new byte[] { 4 }, File.ReadAllBytes(path));
        CollectionAssert.AreEqual(new[] { "model.bin" }, folder.FileNames());
    }

    [TestMethod]
    public void FailingWriterLeavesTheOldContentAndNothingElse()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("model.bin", [1, 2, 3]);

        Assert.ThrowsExactly<TimeoutException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write(new byte[1 << 20]);
            throw new TimeoutException();
        }));

        CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, File.ReadAllBytes(path));
        CollectionAssert.AreEqual(new[] { "model.bin" }, folder.FileNames());
    }

    [TestMethod]
    public void OldContentIsThereUntilTheWriterIsDone()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("model.bin", [1, 2, 3]);

        AtomicFile.Write(path, stream =>
        {
            stream.Write([9, 9]);
            stream.Flush();
            CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, File.ReadAllBytes(path));
        });

        CollectionAssert.AreEqual(new byte[] { 9, 9 }, File.ReadAllBytes(path));
    }

    [TestMethod]
    public void MissingFolderIsTheFrameworksError()
    {
        using TemporaryFolder folder = new();
        Assert.ThrowsExactly<DirectoryNotFoundException>(() => AtomicFile.Write(folder.PathOf("none/model.bin"), _ => { }));
    }
}
