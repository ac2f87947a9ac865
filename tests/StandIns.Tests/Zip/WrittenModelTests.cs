using Microsoft.ML;
using Microsoft.ML.Data;

namespace StandIns.Tests.Zip;

/// <summary>What is written is what the official package writes: entries, headers, blocks.</summary>
[TestClass]
public sealed class WrittenModelTests
{
    private readonly MLContext _ml = new(1);

    [TestMethod]
    [DataRow(Golden.Iris)]
    [DataRow(Golden.Digits)]
    public void LoadedModelIsWrittenAgainAsItWas(string name)
    {
        ITransformer model = Golden.Load(_ml, name, out DataViewSchema schema);
        AssertSame(new ModelFile(Golden.Zip(name)), new ModelFile(Golden.Save(_ml, model, schema)), _ => false);
    }

    [TestMethod]
    public void SamePipelineGivesTheSameFileButForTheTrainedWeights()
    {
        const string trained = "TransformerChain/Transform_003/Model/Model.key";
        IDataView data = Golden.IrisData(_ml);
        ITransformer model = Golden.IrisPipeline(_ml).Fit(data);
        var expected = new ModelFile(Golden.Zip(Golden.Iris));
        var actual = new ModelFile(Golden.Save(_ml, model, data.Schema));
        AssertSame(expected, actual, name => name == trained);

        ModelFile.Key expectedKey = expected.KeyOf(trained), actualKey = actual.KeyOf(trained);
        Assert.AreEqual(expectedKey.FormatVersions, actualKey.FormatVersions);
        Assert.AreEqual("MULTI LR", actualKey.Signature);
        Assert.AreEqual(expectedKey.Versions, actualKey.Versions);
        Assert.AreEqual(expectedKey.Loader, actualKey.Loader);
        Assert.AreEqual(expectedKey.Assembly, actualKey.Assembly);
        CollectionAssert.AreEqual(expectedKey.Strings, actualKey.Strings);
        Assert.AreEqual(expectedKey.Block.Length, actualKey.Block.Length);
        CollectionAssert.AreEqual(expectedKey.Block[..12], actualKey.Block[..12]);
        // Row starts and indices, both empty, and the count of weights stand behind the three biases.
        CollectionAssert.AreEqual(expectedKey.Block[24..36], actualKey.Block[24..36]);
    }

    [TestMethod]
    public void FirstTransformsOfTheDigitsPipelineAreWrittenAsOfficially()
    {
        IDataView data = Golden.DigitsData(_ml);
        ITransformer model = _ml.Transforms.Conversion.MapValueToKey("Label", "Number", keyOrdinality: Microsoft.ML.Transforms.ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            .Append(_ml.Transforms.CopyColumns("Features", "Pixels"))
            .Append(_ml.Transforms.NormalizeMinMax("Features"))
            .Fit(data);
        var expected = new ModelFile(Golden.Zip(Golden.Digits));
        var actual = new ModelFile(Golden.Save(_ml, model, data.Schema));
        string[] shared = [.. expected.Names.Where(name => name.Contains("Transform_00", StringComparison.Ordinal) && !name.Contains("Transform_003", StringComparison.Ordinal))];
        Assert.AreEqual(7, shared.Length);
        foreach (string name in shared)
            CollectionAssert.AreEqual(expected[name], actual[name], name);
    }

    [TestMethod]
    public void ChainWritesCountAndScopes()
    {
        IDataView data = Golden.DigitsData(_ml);
        ITransformer model = _ml.Transforms.CopyColumns("A", "Pixels")
            .Append(_ml.Transforms.CopyColumns("B", "A"), TransformerScope.TrainTest).Fit(data);
        using BinaryReader block = new ModelFile(Golden.Save(_ml, model, data.Schema)).KeyOf("TransformerChain/Model.key").Read();
        Assert.AreEqual(2, block.ReadInt32());
        Assert.AreEqual(7, block.ReadInt32());
        Assert.AreEqual(3, block.ReadInt32());
        Assert.AreEqual(block.BaseStream.Length, block.BaseStream.Position);
    }

    [TestMethod]
    public void SchemaKeepsHiddenColumnsAndAnnotations()
    {
        IDataView data = Golden.IrisData(_ml);
        DataViewSchema schema = Golden.IrisPipeline(_ml).Fit(data).GetOutputSchema(data.Schema);
        ITransformer model = _ml.Transforms.CopyColumns("Copy", "Score").Fit(Golden.IrisPipeline(_ml).Fit(data).Transform(data));
        byte[] zip = Golden.Save(_ml, model, schema);

        var written = new IdvFile(new ModelFile(zip)["Schema"]);
        CollectionAssert.AreEqual(schema.Select(column => column.Name).ToArray(), written.Columns.Select(column => column.Name).ToArray());
        Assert.AreEqual(2, written.Columns.Count(column => column.Name == "Features"));
        Assert.AreEqual("Key2<UInt32, 3>", written.Columns.Single(column => column.Name == "Label").Type);
        Assert.AreEqual("VBuffer<Single, 3>", written.Columns.Single(column => column.Name == "Score").Type);

        _ml.Model.Load(new MemoryStream(zip), out DataViewSchema read);
        Assert.AreEqual(schema.Count, read.Count);
        for (int i = 0; i < schema.Count; i++)
        {
            Assert.AreEqual(schema[i].Name, read[i].Name);
            Assert.AreEqual(schema[i].Type, read[i].Type);
            Assert.AreEqual(schema[i].IsHidden, read[i].IsHidden);
            CollectionAssert.AreEqual(schema[i].Annotations.Schema.Select(a => a.Name).ToArray(), read[i].Annotations.Schema.Select(a => a.Name).ToArray());
        }

        VBuffer<ReadOnlyMemory<char>> names = default;
        read["Label"].GetKeyValues(ref names);
        CollectionAssert.AreEqual(new[] { "setosa", "versicolor", "virginica" }, names.DenseValues().Select(name => name.ToString()).ToArray());
    }

    [TestMethod]
    public void EveryPrimitiveTypeSurvivesInTheSchema()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(new[] { new AllTypes() });
        byte[] zip = Golden.Save(_ml, _ml.Transforms.CopyColumns("Copy", "Text").Fit(data), data.Schema);
        _ml.Model.Load(new MemoryStream(zip), out DataViewSchema read);
        CollectionAssert.AreEqual(data.Schema.Select(column => $"{column.Name}: {column.Type}").ToArray(), read.Select(column => $"{column.Name}: {column.Type}").ToArray());
        var written = new IdvFile(new ModelFile(zip)["Schema"]);
        Assert.AreEqual((0x0001000100010006ul, 0x0001000100010006ul), written.Versions);
        Assert.AreEqual("VBuffer<Double, 2, 3>", written.Columns.Single(column => column.Name == "Matrix").Type);
        Assert.AreEqual("VBuffer<TextSpan, 0>", written.Columns.Single(column => column.Name == "Words").Type);
        Assert.AreEqual("Key2<Byte, 7>", written.Columns.Single(column => column.Name == "Key").Type);
    }

    [TestMethod]
    public void WithoutSchemaNoneIsWrittenAndNullIsRead()
    {
        IDataView data = Golden.DigitsData(_ml);
        byte[] zip = Golden.Save(_ml, _ml.Transforms.CopyColumns("Copy", "Pixels").Fit(data), null);
        CollectionAssert.DoesNotContain(new ModelFile(zip).Names, "Schema");
        ITransformer model = _ml.Model.Load(new MemoryStream(zip), out DataViewSchema schema);
        Assert.IsNull(schema);
        Assert.IsNotNull(model.GetOutputSchema(data.Schema).GetColumnOrNull("Copy"));
    }

    [TestMethod]
    public void SingleTransformerStandsInTheDirectoryOfTheChain()
    {
        IDataView data = Golden.DigitsData(_ml);
        var file = new ModelFile(Golden.Save(_ml, _ml.Transforms.CopyColumns("Copy", "Pixels").Fit(data), data.Schema));
        Assert.AreEqual("COPYCOLT", file.KeyOf("TransformerChain/Model.key").Signature);
        CollectionAssert.AreEqual(new[] { "TrainingInfo/Version.txt", "TransformerChain/Model.key", "Schema" }, file.Names);
    }

    [TestMethod]
    public void SavesToAPathAndReplacesWhatIsThere()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.zip");
        try
        {
            File.WriteAllBytes(path, new byte[100_000]);
            ITransformer model = Golden.Load(_ml, Golden.Iris, out DataViewSchema schema);
            _ml.Model.Save(model, schema, path);
            AssertSame(new ModelFile(Golden.Zip(Golden.Iris)), new ModelFile(File.ReadAllBytes(path)), _ => false);
            Assert.IsNotNull(_ml.Model.Load(path, out _));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void AssertSame(ModelFile expected, ModelFile actual, Predicate<string> leaveOut)
    {
        CollectionAssert.AreEqual(expected.Names, actual.Names);
        foreach (string name in expected.Names)
        {
            if (leaveOut(name))
                continue;
            if (!name.EndsWith("Schema", StringComparison.Ordinal))
            {
                // Versions differ between builds of the package, and nobody reads them.
                if (name != "TrainingInfo/Version.txt")
                    CollectionAssert.AreEqual(expected[name], actual[name], name);
                continue;
            }

            // The annotations are compressed, and what deflate makes of them depends on its version.
            IdvFile expectedView = new(expected[name]), actualView = new(actual[name]);
            Assert.AreEqual(expectedView.Versions, actualView.Versions);
            Assert.AreEqual(expectedView.Rows, actualView.Rows);
            Assert.AreEqual(expectedView.Columns.Count, actualView.Columns.Count, name);
            for (int i = 0; i < expectedView.Columns.Count; i++)
            {
                Assert.AreEqual(expectedView.Columns[i] with { Annotations = null! }, actualView.Columns[i] with { Annotations = null! }, name);
                CollectionAssert.AreEqual(expectedView.Columns[i].Annotations, actualView.Columns[i].Annotations, name);
            }
        }
    }

    public sealed class AllTypes
    {
        public sbyte SignedByte { get; set; }

        public byte Byte { get; set; }

        public short Short { get; set; }

        public ushort UnsignedShort { get; set; }

        public int Integer { get; set; }

        public uint UnsignedInteger { get; set; }

        public long Long { get; set; }

        public ulong UnsignedLong { get; set; }

        public float Single { get; set; }

        public double Double { get; set; }

        public bool Boolean { get; set; }

        public string Text { get; set; } = "";

        public TimeSpan Span { get; set; }

        public DateTime Time { get; set; }

        public DateTimeOffset Offset { get; set; }

        [KeyType(7)]
        public byte Key { get; set; }

        [VectorType(2, 3)]
        public double[] Matrix { get; set; } = new double[6];

        public string[] Words { get; set; } = [];
    }
}
