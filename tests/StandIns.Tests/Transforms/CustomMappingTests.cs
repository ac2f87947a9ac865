using Microsoft.ML;
using Microsoft.ML.Data;

namespace StandIns.Tests.Transforms;

[TestClass]
public sealed class CustomMappingTests
{
    private readonly MLContext _ml = new(1);

    [TestMethod]
    public void FillsColumnsOfTheDestination()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Source { A = 1, B = "one" }, new Source { A = 2, B = "two" }]);
        IDataView result = _ml.Transforms.CustomMapping<Source, Destination>(Map, null).Fit(data).Transform(data);
        CollectionAssert.AreEqual(new[] { 3, 3 }, result.GetColumn<int>("Length").ToArray());
        CollectionAssert.AreEqual(new float[] { 2, 4 }, result.GetColumn<float[]>("Pair").Last());
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 2), result.Schema["Pair"].Type);
        CollectionAssert.AreEqual(new[] { "one", "two" }, result.GetColumn<string>("B").ToArray());
    }

    [TestMethod]
    public void IsCalledOncePerRowAndOnlyWhenNeeded()
    {
        int calls = 0;
        IDataView data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 10).Select(i => new Source { A = i }));
        IDataView result = _ml.Transforms.CustomMapping<Source, Destination>((source, destination) =>
        {
            calls++;
            Map(source, destination);
        }, null).Fit(data).Transform(data);
        Assert.AreEqual(0, calls);
        Assert.AreEqual(10, result.GetColumn<float>("A").Count());
        Assert.AreEqual(0, calls);
        using DataViewRowCursor cursor = result.GetRowCursor([result.Schema["Length"], result.Schema["Pair"]]);
        ValueGetter<int> length = cursor.GetGetter<int>(result.Schema["Length"]);
        ValueGetter<VBuffer<float>> pair = cursor.GetGetter<VBuffer<float>>(result.Schema["Pair"]);
        int a = 0;
        VBuffer<float> b = default;
        while (cursor.MoveNext())
        {
            length(ref a);
            pair(ref b);
            length(ref a);
        }

        Assert.AreEqual(10, calls);
    }

    [TestMethod]
    public void WorksInAPredictionEngine()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Source()]);
        ITransformer model = _ml.Transforms.CustomMapping<Source, Destination>(Map, null).Fit(data);
        using PredictionEngine<Source, Destination> engine = _ml.Model.CreatePredictionEngine<Source, Destination>(model);
        for (int i = 0; i < 3; i++)
            CollectionAssert.AreEqual(new float[] { i, 2 * i }, engine.Predict(new Source { A = i }).Pair);
    }

    [TestMethod]
    public void MissingColumnIsNamed()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Vectors.VectorRow()]);
        Exception exception = Assert.Throws<Exception>(() => _ml.Transforms.CustomMapping<Source, Destination>(Map, null).Append(_ml.Transforms.CopyColumns("C", "Length")).Fit(data));
        StringAssert.Contains(exception.Message, "'A'");
    }

    private static void Map(Source source, Destination destination)
    {
        destination.Length = source.B.Length;
        destination.Pair = [source.A, 2 * source.A];
    }

    public sealed class Source
    {
        public float A { get; set; }

        public string B { get; set; } = "";
    }

    public sealed class Destination
    {
        public int Length { get; set; }

        [VectorType(2)]
        public float[] Pair { get; set; } = new float[2];
    }
}
