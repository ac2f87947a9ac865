using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using static StandIns.Tests.Transforms.Vectors;

namespace StandIns.Tests.Transforms;

[TestClass]
public sealed class MapValueToKeyTests
{
    private readonly MLContext _ml = new(1);

    private IDataView Texts(params string[] texts) => View(_ml, [.. texts.Select(text => new VectorRow { Text = text })]);

    private IDataView Numbers(params double[] numbers) => View(_ml, [.. numbers.Select(number => new VectorRow { Number = number })]);

    [TestMethod]
    public void KeysFollowOccurrence()
    {
        IDataView data = Texts("b", "a", "b", "c");
        IDataView result = _ml.Transforms.Conversion.MapValueToKey("Key", "Text").Fit(data).Transform(data);
        CollectionAssert.AreEqual(new uint[] { 1, 2, 1, 3 }, result.GetColumn<uint>("Key").ToArray());
        Assert.AreEqual(new KeyDataViewType(typeof(uint), 3), result.Schema["Key"].Type);
        VBuffer<ReadOnlyMemory<char>> values = default;
        result.Schema["Key"].GetKeyValues(ref values);
        CollectionAssert.AreEqual(new[] { "b", "a", "c" }, values.DenseValues().Select(value => value.ToString()).ToArray());
    }

    [TestMethod]
    public void KeysFollowValues()
    {
        IDataView data = Numbers(10, -1, 2, 10);
        IDataView result = _ml.Transforms.Conversion.MapValueToKey("Key", "Number", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue).Fit(data).Transform(data);
        CollectionAssert.AreEqual(new uint[] { 3, 1, 2, 3 }, result.GetColumn<uint>("Key").ToArray());
        VBuffer<double> values = default;
        result.Schema["Key"].GetKeyValues(ref values);
        CollectionAssert.AreEqual(new[] { -1.0, 2, 10 }, values.DenseValues().ToArray());
    }

    [TestMethod]
    public void UnseenAndMissingValuesGetTheMissingKey()
    {
        ITransformer model = _ml.Transforms.Conversion.MapValueToKey("Key", "Text").Fit(Texts("a", "b"));
        CollectionAssert.AreEqual(new uint[] { 2, 0, 1 }, model.Transform(Texts("b", "z", "a")).GetColumn<uint>("Key").ToArray());
        model = _ml.Transforms.Conversion.MapValueToKey("Key", "Number").Fit(Numbers(double.NaN, 1, 2));
        CollectionAssert.AreEqual(new uint[] { 1, 0, 2 }, model.Transform(Numbers(1, double.NaN, 2)).GetColumn<uint>("Key").ToArray());
    }

    [TestMethod]
    public void TheNumberOfKeysIsBounded()
    {
        IDataView data = Texts("a", "b", "c");
        CollectionAssert.AreEqual(new uint[] { 1, 2, 0 },
            _ml.Transforms.Conversion.MapValueToKey("Key", "Text", maximumNumberOfKeys: 2).Fit(data).Transform(data).GetColumn<uint>("Key").ToArray());
    }

    [TestMethod]
    public void KeysMapBackToTheirValues()
    {
        IDataView data = View(_ml, new VectorRow { Text = "x", Number = 3, Vector = new(4, [1f, 2f, 2f, 1f]) }, new VectorRow { Text = "y", Number = 4, Vector = new(4, [7f, 1f, 2f, 1f]) });
        IDataView result = _ml.Transforms.Conversion.MapValueToKey([new("KeyT", "Text"), new("KeyN", "Number"), new("KeyV", "Vector")])
            .Append(_ml.Transforms.Conversion.MapKeyToValue([new("BackT", "KeyT"), new("BackN", "KeyN"), new("BackV", "KeyV")]))
            .Fit(data).Transform(data);
        CollectionAssert.AreEqual(new[] { "x", "y" }, result.GetColumn<string>("BackT").ToArray());
        CollectionAssert.AreEqual(new[] { 3.0, 4 }, result.GetColumn<double>("BackN").ToArray());
        CollectionAssert.AreEqual(new float[] { 7, 1, 2, 1 }, result.GetColumn<float[]>("BackV").Last());
    }

    [TestMethod]
    public void MissingKeysMapToMissingValues()
    {
        IDataView train = View(_ml, new VectorRow { Text = "x", Number = 3 }), test = View(_ml, new VectorRow { Text = "unseen", Number = 5 });
        IDataView result = _ml.Transforms.Conversion.MapValueToKey([new("KeyT", "Text"), new("KeyN", "Number")])
            .Append(_ml.Transforms.Conversion.MapKeyToValue([new("BackT", "KeyT"), new("BackN", "KeyN")])).Fit(train).Transform(test);
        Assert.AreEqual("", result.GetColumn<string>("BackT").Single());
        Assert.IsTrue(double.IsNaN(result.GetColumn<double>("BackN").Single()));
    }

    [TestMethod]
    public void KeysSurviveSaving()
    {
        IDataView data = View(_ml, new VectorRow { Text = "x", Number = 3, Scalar = 2 }, new VectorRow { Text = "y", Number = 4, Scalar = 1 });
        ITransformer model = _ml.Transforms.Conversion.MapValueToKey([new("T", "Text"), new("N", "Number"), new("S", "Scalar")]).Fit(data);
        IDataView loaded = _ml.Model.Load(new MemoryStream(Zip.Golden.Save(_ml, model, data.Schema)), out _).Transform(data);
        foreach (string column in (ReadOnlySpan<string>)["T", "N", "S"])
            CollectionAssert.AreEqual(new uint[] { 1, 2 }, loaded.GetColumn<uint>(column).ToArray());
        VBuffer<float> values = default;
        loaded.Schema["S"].GetKeyValues(ref values);
        CollectionAssert.AreEqual(new[] { 2f, 1f }, values.DenseValues().ToArray());
    }

    [TestMethod]
    public void KeyDataGivesTheKeysBeforehand()
    {
        IDataView keys = _ml.Data.LoadFromEnumerable(new[] { "c", "b", "a" }.Select(text => new KeyRow { Value = text }));
        IDataView data = Texts("a", "d", "c");
        CollectionAssert.AreEqual(new uint[] { 3, 0, 1 },
            _ml.Transforms.Conversion.MapValueToKey("Key", "Text", keyData: keys).Fit(data).Transform(data).GetColumn<uint>("Key").ToArray());
    }

    [TestMethod]
    public void ColumnWithoutKeysIsRefused()
    {
        IDataView data = Texts("a");
        ArgumentOutOfRangeException exception = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => _ml.Transforms.Conversion.MapKeyToValue("Back", "Text").Append(_ml.Transforms.CopyColumns("B", "Text")).Fit(data));
        StringAssert.Contains(exception.Message, "Schema mismatch for input column 'Text': expected key type");
    }

    public sealed class KeyRow
    {
        public string Value { get; set; } = "";
    }
}
