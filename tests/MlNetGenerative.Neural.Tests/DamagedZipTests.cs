using MlNetGenerative.Tests.Persistence;
using MlNetGenerative.Tests.Pipeline;
using Microsoft.ML;
using TorchSharp;

namespace MlNetGenerative.Neural.Tests;

/// <summary>Whatever happens to a zip, loading ends in an error that says so, or with the very model that was saved.</summary>
[TestClass]
public sealed class DamagedZipTests
{
    [TestMethod]
    public void TwoThousandMutationsGiveAnErrorOrTheSameModel()
    {
        FunctionView data = ConformanceData.Create(rows: 3);
        using VariationalAutoencoderTransformer autoencoder = Autoencoders.Fit(ConformanceData.Create(), options => options.LabelColumnName = "Label");
        using GenerativeAdversarialNetworkTransformer adversarial = AdversarialNetworks.Fit(options => (options.LabelColumnName, options.NoiseColumnName) = ("Label", "Features"));
        foreach (ITransformer model in (ITransformer[])[autoencoder, adversarial])
            Mutate(model, data);
    }

    private static void Mutate(ITransformer model, FunctionView data)
    {
        ModelZip zip = ModelZip.Save(model, data.Schema);
        List<string> expected = Outputs(model, data);
        CollectionAssert.AreEqual(expected, Outputs(zip.Load(), data));
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long before = torch.Tensor.TotalCount;
        var random = new Random(11);
        string[] names = [.. zip.Names.Where(name => name.EndsWith("Model.key", StringComparison.Ordinal) || name.EndsWith(ModelZip.Tensors, StringComparison.Ordinal))];
        Assert.HasCount(2, names);
        int errors = 0;
        for (int mutation = 0; mutation < 2000; mutation++)
        {
            string name = names[mutation % names.Length];
            byte[] content = [.. zip[name]];
            switch (mutation / 2 % 4)
            {
                case 0: content[random.Next(content.Length)] ^= (byte)(1 << random.Next(8)); break;
                case 1: content[random.Next(content.Length)] = (byte)random.Next(256); break;
                case 2: content = content[..random.Next(content.Length)]; break;
                default: BitConverter.TryWriteBytes(content.AsSpan(random.Next(content.Length - 4)), (int[])[-1, int.MaxValue, 0, 1 << 20] is var numbers ? numbers[random.Next(4)] : 0); break;
            }
            errors += Loads(zip.With(name, content), data, expected, mutation) ? 0 : 1;
        }
        Assert.IsGreaterThan(1500, errors);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.AreEqual(before, torch.Tensor.TotalCount, "a load that fails leaves no tensor");
    }

    [TestMethod]
    public void ANewerVersionSaysSo()
    {
        using VariationalAutoencoderTransformer autoencoder = Autoencoders.Fit(ConformanceData.Create());
        using GenerativeAdversarialNetworkTransformer adversarial = AdversarialNetworks.Fit(_ => { });
        foreach (ITransformer model in (ITransformer[])[autoencoder, adversarial])
        {
            ModelZip zip = ModelZip.Save(model, ConformanceData.Create().Schema);
            byte[] key = [.. zip[ModelZip.Key]];
            BitConverter.TryWriteBytes(key.AsSpan(0x48), 0x00010002);
            BitConverter.TryWriteBytes(key.AsSpan(0x4C), 0x00010002);
            Exception error = Assert.Throws<Exception>(() => zip.With(ModelZip.Key, key).Load());
            Assert.Contains("was written by a newer version of MlNetGenerative", ModelZip.Messages(error));
        }
    }

    private static bool Loads(ModelZip zip, FunctionView data, List<string> expected, int mutation)
    {
        ITransformer loaded;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            loaded = zip.Load();
        }
        catch (Exception error)
        {
            Assert.IsFalse(error is OutOfMemoryException or NullReferenceException or IndexOutOfRangeException or AccessViolationException, $"mutation {mutation}: {error}");
            Assert.IsLessThan(64_000_000, GC.GetAllocatedBytesForCurrentThread() - allocated, $"mutation {mutation}");
            return false;
        }
        CollectionAssert.AreEqual(expected, Outputs(loaded, data), $"mutation {mutation}");
        (loaded as IDisposable)?.Dispose();
        return true;
    }

    private static List<string> Outputs(ITransformer model, FunctionView data) =>
        [.. ViewReader.ById(model.Transform(data)).Select(row => $"{row.Key} {row.Value}")];
}
