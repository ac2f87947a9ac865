using MlNetGenerative.Core.Persistence;

namespace MlNetGenerative.Core.Tests.Persistence;

[TestClass]
public sealed class CheckpointStoreTests
{
    private static readonly Dictionary<string, string> Settings = new() { ["BatchSize"] = "64", ["Seed"] = "7" };
    private static readonly Dictionary<string, string> Texts = new() { ["epoch"] = "3" };
    private static readonly SafetensorsTensor Weights = new("weights", [2, 2], new float[] { 1, -2, 3.5f, float.Epsilon });
    private static readonly SafetensorsTensor Counters = new("counters", [1], new[] { long.MaxValue });

    [TestMethod]
    public void WhatWasSavedIsLoaded()
    {
        using var folder = new TemporaryFolder();
        var store = new CheckpointStore(folder.PathOf(Path.Combine("made", "later")), "Model", Settings);
        Assert.IsNull(store.Load([Weights.Layout, Counters.Layout]));
        store.Save(Texts, [Weights, Counters]);
        store.Save(new Dictionary<string, string> { ["epoch"] = "4" }, [Weights, Counters]);

        Safetensors loaded = store.Load([Weights.Layout, Counters.Layout])!;
        Assert.AreEqual("4", loaded.Metadata["epoch"]);
        CollectionAssert.AreEqual((float[])Weights.Values, loaded.GetSingles("weights"));
        CollectionAssert.AreEqual((long[])Counters.Values, loaded.GetInt64s("counters"));
        Assert.HasCount(1, Directory.GetFiles(Path.GetDirectoryName(store.FilePath)!));
        store.Delete();
        Assert.IsNull(store.Load([Weights.Layout, Counters.Layout]));
    }

    [TestMethod]
    public void AnotherConfigurationIsRefusedByName()
    {
        using var folder = new TemporaryFolder();
        new CheckpointStore(folder.PathOf("run"), "Model", Settings).Save(Texts, [Weights]);
        var other = new CheckpointStore(folder.PathOf("run"), "Model", new Dictionary<string, string> { ["BatchSize"] = "128", ["Seed"] = "7", ["Beta"] = "2" });
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => other.Load([Weights.Layout]));
        Assert.Contains("BatchSize is 128 now, 64 in the checkpoint; Beta is 2 now, missing in the checkpoint.", error.Message);
        Assert.DoesNotContain("Seed is", error.Message);
    }

    [TestMethod]
    public void EveryFlippedByteAndEveryCutIsFound()
    {
        using var folder = new TemporaryFolder();
        var store = new CheckpointStore(folder.PathOf("run"), "Model", Settings);
        store.Save(Texts, [Weights, Counters]);
        byte[] whole = File.ReadAllBytes(store.FilePath);
        for (int position = 0; position < whole.Length; position++)
        {
            byte[] flipped = [.. whole];
            flipped[position] ^= 0x20;
            AssertRefused(store, flipped);
            AssertRefused(store, whole[..position]);
        }
    }

    private static void AssertRefused(CheckpointStore store, byte[] content)
    {
        File.WriteAllBytes(store.FilePath, content);
        Exception? error = null;
        try
        {
            store.Load([Weights.Layout, Counters.Layout]);
        }
        catch (Exception caught)
        {
            error = caught;
        }
        Assert.IsTrue(error is InvalidDataException or InvalidOperationException, $"{error}");
        Assert.Contains(store.FilePath, error!.Message);
    }
}
