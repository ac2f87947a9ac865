using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace StandIns.Tests.Zip;

[TestClass]
public sealed class CustomMappingModelTests
{
    private const string Contract = "StandIns.Tests.Double";

    private readonly MLContext _ml = new(1);

    [TestMethod]
    public void MappingWithContractIsLoadedWithoutRegistration()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Source { Value = 1.5f }, new Source { Value = -2 }]);
        ITransformer model = _ml.Transforms.CustomMapping(new DoubleFactory().GetMapping(), Contract).Fit(data);
        byte[] zip = Golden.Save(_ml, model, data.Schema);

        ModelFile.Key key = new ModelFile(zip).KeyOf("TransformerChain/Model.key");
        Assert.AreEqual("CUSTOMXF", key.Signature);
        Assert.AreEqual((0x00010002u, 0x00010002u), key.Versions);
        Assert.AreEqual("CustomTransformer", key.Loader);
        StringAssert.StartsWith(key.Assembly, "Microsoft.ML.Transforms, Version=1.0.0.0, ");
        CollectionAssert.AreEqual(new[] { Contract, typeof(DoubleFactory).Assembly.FullName }, key.Strings);
        CollectionAssert.AreEqual(new byte[] { 0, 0, 0, 0, 1, 0, 0, 0 }, key.Block);

        ITransformer loaded = new MLContext(1).Model.Load(new MemoryStream(zip), out _);
        CollectionAssert.AreEqual(new[] { 3f, -4f }, loaded.Transform(data).GetColumn<float>("Doubled").ToArray());
    }

    [TestMethod]
    public void MappingWithoutContractCannotBeSaved()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Source { Value = 1 }]);
        ITransformer model = _ml.Transforms.CustomMapping<Source, Destination>((source, destination) => destination.Doubled = 2 * source.Value, contractName: null).Fit(data);
        InvalidOperationException exception = Assert.ThrowsExactly<InvalidOperationException>(() => Golden.Save(_ml, model, data.Schema));
        StringAssert.Contains(exception.Message, "Empty contract name indicates that this transform cannot be saved.");
    }

    [TestMethod]
    public void UnknownContractIsNamed()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Source { Value = 1 }]);
        ITransformer model = _ml.Transforms.CustomMapping(new DoubleFactory().GetMapping(), "NoSuchContract").Fit(data);
        byte[] zip = Golden.Save(_ml, model, data.Schema);
        Exception exception = Assert.Throws<Exception>(() => new MLContext(1).Model.Load(new MemoryStream(zip), out _));
        while (exception.InnerException != null)
            exception = exception.InnerException;
        StringAssert.Contains(exception.Message, "NoSuchContract");
    }

    public sealed class Source
    {
        public float Value { get; set; }
    }

    public sealed class Destination
    {
        public float Doubled { get; set; }
    }

    [CustomMappingFactoryAttribute(Contract)]
    public sealed class DoubleFactory : CustomMappingFactory<Source, Destination>
    {
        public override Action<Source, Destination> GetMapping() => (source, destination) => destination.Doubled = 2 * source.Value;
    }
}
