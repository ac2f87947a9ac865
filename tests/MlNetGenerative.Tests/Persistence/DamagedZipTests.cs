using System.Buffers.Binary;
using System.Diagnostics;
using System.Reflection;
using MlNetGenerative.Tests.Boltzmann;
using MlNetGenerative.Tests.Pipeline;
using Microsoft.ML;

namespace MlNetGenerative.Tests.Persistence;

/// <summary>Whatever happens to a zip, loading ends soon, in little memory, with an error that says so, or with the very model that was saved.</summary>
[TestClass]
public sealed class DamagedZipTests
{
    private const long MostMemory = 64_000_000;

    [TestMethod]
    public void AFlippedByteInAnyEntryOfTheComponentIsAnErrorOrChangesNothing()
    {
        FunctionView data = ConformanceData.Create(rows: 3);
        ModelZip zip = ModelZip.Save(Machines.Fit(), data.Schema);
        List<string> expected = Outputs(zip.Load(), data);
        // The other entries (Schema, Version) are ML.NET's own; its reader of schemas does not end when some bytes of theirs are changed.
        string[] names = [.. zip.Names.Where(name => name.StartsWith("TransformerChain/", StringComparison.Ordinal))];
        CollectionAssert.AreEquivalent((string[])[ModelZip.Key, ModelZip.Tensors], names);
        int errors = 0;
        foreach (string name in names)
        {
            for (int position = 0; position < zip[name].Length; position++)
            {
                byte[] content = [.. zip[name]];
                content[position] ^= (byte)(position % 3 == 0 ? 0xFF : 1 << position % 8);
                errors += Try(zip.With(name, content).ToBytes(), data, expected, $"{name}, byte {position}") ? 0 : 1;
            }
        }
        Assert.IsGreaterThan(500, errors);
    }

    [TestMethod]
    public void AFlippedByteOfTheArchiveIsAnErrorOrChangesNothing()
    {
        FunctionView data = ConformanceData.Create(rows: 3);
        using var stream = new MemoryStream();
        RestrictedBoltzmannMachineTransformer model = Machines.Fit();
        new MLContext().Model.Save(model, null, stream);   // without the schema, ML.NET's own entry
        List<string> expected = Outputs(model, data);
        byte[] bytes = stream.ToArray();
        for (int position = 0; position < bytes.Length; position++)
        {
            byte[] damaged = [.. bytes];
            damaged[position] ^= (byte)(1 << position % 8);
            Try(damaged, data, expected, $"byte {position} of the archive");
        }
    }

    [TestMethod]
    public void ATruncatedZipIsAnError()
    {
        byte[] bytes = ModelZip.Save(Machines.Fit(), ConformanceData.Create().Schema).ToBytes();
        for (int length = 0; length < bytes.Length; length += 37)
            Assert.Throws<Exception>(() => ModelZip.Load(bytes[..length]), $"{length} bytes");
    }

    [TestMethod]
    public void ATruncatedEntryIsCalledCorrupt()
    {
        ModelZip zip = ModelZip.Save(Machines.Fit(), ConformanceData.Create().Schema);
        for (int length = 0; length < zip[ModelZip.Tensors].Length; length += 7)
            AssertError(zip.With(ModelZip.Tensors, zip[ModelZip.Tensors][..length]), "Corrupt model: ");
        AssertError(zip.Without(ModelZip.Tensors), "Corrupt model: the stream 'model.safetensors' is missing");
    }

    [TestMethod]
    public void AZipOfANewerVersionSaysSo()
    {
        ModelZip zip = ModelZip.Save(Machines.Fit(), ConformanceData.Create().Schema);
        byte[] key = [.. zip[ModelZip.Key]];
        BinaryPrimitives.WriteUInt32LittleEndian(key.AsSpan(0x48), 0x00010002);
        BinaryPrimitives.WriteUInt32LittleEndian(key.AsSpan(0x4C), 0x00010002);
        AssertError(zip.With(ModelZip.Key, key), "was written by a newer version of MlNetGenerative: it needs format version 00010002, this version reads up to 00010001");
        BinaryPrimitives.WriteUInt32LittleEndian(key.AsSpan(0x4C), 0x00010001);
        Assert.IsNotNull(zip.With(ModelZip.Key, key).Load(), "written by a newer version that says this one can read it");
    }

    [TestMethod]
    public void SizesThatTheFileCannotHoldAreRefusedWithoutTakingTheMemory()
    {
        ModelZip zip = ModelZip.Save(Machines.Fit(), ConformanceData.Create().Schema);
        int units = zip[ModelZip.Key].AsSpan().IndexOf((byte[])[6, 0, 0, 0, 4, 0, 0, 0]);
        Assert.IsGreaterThan(255, units);
        (int, int)[] sizes = [(int.MaxValue, 1), (1, int.MaxValue), (40_000, 40_000), (-1, 4), (0, 4), (6, 5)];
        foreach ((int visible, int hidden) in sizes)
        {
            byte[] key = [.. zip[ModelZip.Key]];
            BinaryPrimitives.WriteInt32LittleEndian(key.AsSpan(units), visible);
            BinaryPrimitives.WriteInt32LittleEndian(key.AsSpan(units + 4), hidden);
            long before = GC.GetTotalAllocatedBytes(precise: true);
            AssertError(zip.With(ModelZip.Key, key), "Corrupt model: ");
            Assert.IsLessThan(MostMemory, GC.GetTotalAllocatedBytes(precise: true) - before, $"{visible} by {hidden}");
        }
    }

    [TestMethod]
    public void AWeightThatIsDamagedButStillANumberIsFound()
    {
        ModelZip zip = ModelZip.Save(Machines.Fit(), ConformanceData.Create().Schema);
        byte[] tensors = [.. zip[ModelZip.Tensors]];
        tensors[^4] ^= 1;
        AssertError(zip.With(ModelZip.Tensors, tensors), "Corrupt model: its content does not have the digest that was saved with it");
    }

    [TestMethod]
    public void AMissingProductAssemblyIsNamed()
    {
        using var folder = new TemporaryFolder();
        foreach (string file in Directory.GetFiles(AppContext.BaseDirectory))
            if (Path.GetFileName(file) != "MlNetGenerative.dll" && !file.EndsWith(".deps.json", StringComparison.Ordinal))
                File.Copy(file, folder.File(Path.GetFileName(file)));
        File.WriteAllBytes(folder.File("model.zip"), ModelZip.Save(Machines.Fit(), ConformanceData.Create().Schema).ToBytes());
        (int code, string output) = HelperProcess.Run(folder.Path, "load", folder.File("model.zip"));
        Assert.AreEqual(1, code, output);
        StringAssert.Contains(output, "Could not load file or assembly 'MlNetGenerative, Version=1.0.0.0");
    }

    /// <summary>Whether the model loads; it must then give what it gave before.</summary>
    private static bool Try(byte[] bytes, IDataView data, List<string> expected, string what)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        ITransformer? model = null;
        try
        {
            model = ModelZip.Load(bytes);
        }
        catch (Exception error)
        {
            Assert.IsNotInstanceOfType<OutOfMemoryException>(error, what);
            if (error is TargetInvocationException)   // it comes from the component itself
                Assert.IsInstanceOfType<InvalidDataException>(error.InnerException, $"{what}: {error}");
        }
        Assert.IsLessThan(MostMemory, GC.GetAllocatedBytesForCurrentThread() - before, what);
        Assert.IsLessThan(5_000, watch.ElapsedMilliseconds, what);
        if (model is not null)
            CollectionAssert.AreEqual(expected, Outputs(model, data), what);
        return model is not null;
    }

    private static List<string> Outputs(ITransformer model, IDataView data) =>
        ViewReader.Rows(model.Transform(data), "Hidden", "Sample", "Reconstruction", "Score", "PredictedLabel");

    private static void AssertError(ModelZip zip, string part)
    {
        Exception? error = null;
        try
        {
            zip.Load();
        }
        catch (Exception thrown)
        {
            error = thrown;
        }
        StringAssert.Contains(ModelZip.Messages(error), part);
    }
}
