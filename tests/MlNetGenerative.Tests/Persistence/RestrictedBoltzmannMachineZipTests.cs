using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Tests.Boltzmann;
using MlNetGenerative.Tests.Pipeline;
using Microsoft.ML;

namespace MlNetGenerative.Tests.Persistence;

/// <summary>What is in the zip of a model, byte by byte where it matters, and what comes back.</summary>
[TestClass]
public sealed class RestrictedBoltzmannMachineZipTests
{
    [TestMethod]
    public void TheZipHasAHeaderAnyReaderKnowsAndTensorsAnyLanguageReads()
    {
        RestrictedBoltzmannMachineTransformer model = Machines.Fit();
        ModelZip zip = ModelZip.Save(model, ConformanceData.Create().Schema);
        byte[] key = zip[ModelZip.Key];
        Assert.AreEqual("RBM\0BINR", Encoding.Latin1.GetString(key, 0x40, 8));
        Assert.AreEqual(0x00010001u, BinaryPrimitives.ReadUInt32LittleEndian(key.AsSpan(0x48)));
        Assert.AreEqual("RestrictedBoltzmann", Encoding.Latin1.GetString(key, 0x50, 24).TrimEnd('\0'));
        int assemblyName = (int)BinaryPrimitives.ReadInt64LittleEndian(key.AsSpan(0x90));
        StringAssert.StartsWith(Encoding.Unicode.GetString(key.AsSpan(assemblyName)), "MlNetGenerative, Version=1.0.0.0");

        byte[] tensors = zip[ModelZip.Tensors];
        int headerLength = (int)BinaryPrimitives.ReadUInt64LittleEndian(tensors);
        JsonElement header = JsonDocument.Parse(tensors.AsMemory(8, headerLength)).RootElement;
        float[] weights = model.Model.GetWeights();
        JsonElement entry = header.GetProperty("weights");
        Assert.AreEqual("F32", entry.GetProperty("dtype").GetString());
        CollectionAssert.AreEqual(new[] { 6, 4 }, entry.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32()).ToArray());
        int start = 8 + headerLength + entry.GetProperty("data_offsets")[0].GetInt32();
        for (int i = 0; i < weights.Length; i++)
            Assert.AreEqual(weights[i], BinaryPrimitives.ReadSingleLittleEndian(tensors.AsSpan(start + 4 * i)));
        foreach (string name in (string[])["visible_bias", "hidden_bias", "column_means"])
            Assert.IsTrue(header.TryGetProperty(name, out _), name);
    }

    [TestMethod]
    public void TheSameFitGivesTheSameEntriesAndSavingALoadedModelToo()
    {
        DataViewSchema schema = ConformanceData.Create().Schema;
        ModelZip first = ModelZip.Save(Machines.Fit(), schema), second = ModelZip.Save(Machines.Fit(), schema), again = ModelZip.Save(first.Load(), schema);
        foreach (string name in (string[])[ModelZip.Key, ModelZip.Tensors])
        {
            CollectionAssert.AreEqual(first[name], second[name], name);
            CollectionAssert.AreEqual(first[name], again[name], name);
        }
    }

    [TestMethod]
    public void EverythingButTheHistoryComesBack()
    {
        RestrictedBoltzmannMachineTransformer model = Machines.Fit(options => (options.Seed, options.Binarization) = (-7, Binarization.Threshold));
        var loaded = (RestrictedBoltzmannMachineTransformer)ModelZip.Save(model, ConformanceData.Create().Schema).Load();
        Assert.AreEqual(-7, loaded.Seed);
        Assert.AreEqual(Binarization.Threshold, loaded.Binarization);
        Assert.AreEqual(model.ScoreThreshold, loaded.ScoreThreshold);
        CollectionAssert.AreEqual(model.Model.GetWeights(), loaded.Model.GetWeights());
        Assert.HasCount(3, model.History);
        Assert.IsEmpty(loaded.History);
        Assert.AreEqual(model.EvaluateLikelihood(ConformanceData.Create()), loaded.EvaluateLikelihood(ConformanceData.Create()));
        CollectionAssert.AreEqual(ViewReader.Rows(model.Generate(3), "Features"), ViewReader.Rows(loaded.Generate(3), "Features"));
    }

    [TestMethod]
    public void AColumnWithoutSlotNamesStaysWithout()
    {
        FunctionView data = new FunctionView(5).AddVector("Features", 2, row => [row % 2, 1]);
        var loaded = (RestrictedBoltzmannMachineTransformer)ModelZip.Save(Machines.Fit(data: data), data.Schema).Load();
        Assert.IsFalse(loaded.Generate(1).Schema[0].Annotations.Schema.Any(kind => kind.Name == "SlotNames"));
    }

    /// <summary>A zip written by format version 1 must load for ever.</summary>
    [TestMethod]
    public void TheGoldenZipOfVersionOneLoads()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "Persistence", "Golden");
        ITransformer model = new MLContext().Model.Load(Path.Combine(folder, "rbm-v1.zip"), out DataViewSchema schema);
        CollectionAssert.AreEqual(new[] { "Name", "Features", "Label", "Name" }, schema.Select(column => column.Name).ToArray());
        IDataView view = model.Transform(ConformanceData.Create());
        JsonElement expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "rbm-v1.json"))).RootElement;
        foreach (string column in (string[])["Hidden", "Sample", "Reconstruction"])
            AssertClose(expected.GetProperty(column), [.. ViewReader.Vectors(view, column).SelectMany(row => row)], column);
        AssertClose(expected.GetProperty("Score"), [.. ViewReader.Scalars<float>(view, "Score")], "Score");
        AssertClose(expected.GetProperty("Generated"), [.. ViewReader.Vectors(new MLContext().Generative().Generate(model, 8, 3), "Features").SelectMany(row => row)], "Generated");
    }

    private static void AssertClose(JsonElement expected, float[] got, string column)
    {
        Assert.AreEqual(expected.GetArrayLength(), got.Length, column);
        int i = 0;
        foreach (JsonElement value in expected.EnumerateArray())
            Assert.AreEqual(value.GetSingle(), got[i++], 1e-5f, column);
    }
}
