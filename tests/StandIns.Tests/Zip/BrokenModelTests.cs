using System.Text;
using Microsoft.ML;

namespace StandIns.Tests.Zip;

/// <summary>What cannot be loaded gives an exception that says why.</summary>
[TestClass]
public sealed class BrokenModelTests
{
    private const string Chain = "TransformerChain/Model.key";
    private const string Concatenation = "TransformerChain/Transform_001/Model.key";

    private readonly ModelFile _file = new(Golden.Zip(Golden.Iris));

    [TestMethod]
    public void TruncatedZipIsRefused()
    {
        byte[] zip = Golden.Zip(Golden.Iris);
        foreach (int length in (ReadOnlySpan<int>)[0, 1, 30, zip.Length / 2, zip.Length - 1])
            Assert.ThrowsExactly<InvalidDataException>(() => Load(zip[..length]), $"the first {length} bytes");
    }

    [TestMethod]
    public void MissingFileIsNamed()
    {
        string path = Path.Combine(Path.GetTempPath(), "no such model.zip");
        FileNotFoundException exception = Assert.ThrowsExactly<FileNotFoundException>(() => new MLContext().Model.Load(path, out _));
        StringAssert.Contains(exception.Message, path);
    }

    [TestMethod]
    public void OtherFilesAreRefused() => AssertFails(_file.With(Chain, Encoding.UTF8.GetBytes(new string('x', 400))), typeof(FormatException), "Wrong file type");

    [TestMethod]
    public void OtherComponentIsRefused()
    {
        // The signature of a copy in the place of a concatenation's.
        byte[] key = _file[Concatenation];
        Encoding.Latin1.GetBytes("COPYCOLT").CopyTo(key, 0x40);
        AssertFails(_file.With(Concatenation, key), typeof(FormatException), "Unknown file type");
    }

    [TestMethod]
    public void NewerComponentIsRefused()
    {
        byte[] key = _file[Concatenation];
        BitConverter.GetBytes(0x00020000).CopyTo(key, 0x48);
        BitConverter.GetBytes(0x00020000).CopyTo(key, 0x4C);
        AssertFails(_file.With(Concatenation, key), typeof(FormatException), "too new");
    }

    [TestMethod]
    public void OlderComponentIsRefused()
    {
        byte[] key = _file[Concatenation];
        BitConverter.GetBytes(0x00000001).CopyTo(key, 0x48);
        BitConverter.GetBytes(0x00000001).CopyTo(key, 0x4C);
        AssertFails(_file.With(Concatenation, key), typeof(FormatException), "too old");
    }

    [TestMethod]
    public void MissingComponentIsRefused() => AssertFails(_file.With(Concatenation, null), typeof(FormatException), "");

    [TestMethod]
    public void UnknownLoaderIsRefused()
    {
        byte[] key = _file[Concatenation];
        Array.Clear(key, 0x50, 48);
        Encoding.Latin1.GetBytes("NoSuchTransform").CopyTo(key, 0x50);
        AssertFails(_file.With(Concatenation, key), typeof(FormatException), "");
    }

    [TestMethod]
    public void MissingAssemblyIsNamed()
    {
        // Same length, so that nothing else moves.
        byte[] key = _file[Concatenation];
        byte[] name = Encoding.Unicode.GetBytes("Microsoft.ML.Data");
        byte[] other = Encoding.Unicode.GetBytes("NoSuchAssembly.ML");
        int position = key.AsSpan().IndexOf(name);
        other.CopyTo(key, position);
        AssertFails(_file.With(Concatenation, key), typeof(FileNotFoundException), "NoSuchAssembly.ML");
    }

    [TestMethod]
    public void UnreadBytesAreAnError()
    {
        // A chain that says it has one transformer less leaves a scope unread.
        byte[] key = _file[Chain];
        key[256]--;
        AssertFails(_file.With(Chain, key), typeof(FormatException), "");
    }

    [TestMethod]
    public void TextFilesAndUnknownEntriesDoNotMatter()
    {
        byte[] zip = Golden.Zip(Golden.Iris);
        foreach (string name in new ModelFile(zip).Names.Where(name => name.EndsWith(".txt", StringComparison.Ordinal)))
            zip = new ModelFile(zip).With(name, null);
        Assert.IsFalse(new ModelFile(zip).Names.Any(name => name.EndsWith(".txt", StringComparison.Ordinal)));
        Load(zip);
    }

    private static void Load(byte[] zip) => new MLContext(1).Model.Load(new MemoryStream(zip), out _);

    private static void AssertFails(byte[] zip, Type type, string message)
    {
        Exception exception = Assert.Throws<Exception>(() => Load(zip));
        var chain = new List<Exception>();
        for (Exception? inner = exception; inner != null; inner = inner.InnerException)
            chain.Add(inner);
        Assert.IsTrue(chain.Exists(inner => inner.GetType() == type && inner.Message.Contains(message, StringComparison.Ordinal)),
            $"expected {type.Name} with '{message}', got {string.Join(" <- ", chain.Select(inner => $"{inner.GetType().Name}: {inner.Message}"))}");
    }
}
