using Microsoft.ML;
using Microsoft.ML.Data;
using static StandIns.Tests.Transforms.Vectors;

namespace StandIns.Tests.Transforms;

[TestClass]
public sealed class CopyColumnsTests
{
    private readonly MLContext _ml = new(1);

    [TestMethod]
    public void CopiesValuesTypeAndAnnotations()
    {
        IDataView data = View(_ml, new VectorRow { Text = "a" }, new VectorRow { Text = "b" });
        IDataView result = _ml.Transforms.Conversion.MapValueToKey("Key", "Text").Append(_ml.Transforms.CopyColumns("Copy", "Key")).Fit(data).Transform(data);
        Assert.AreEqual(result.Schema["Key"].Type, result.Schema["Copy"].Type);
        Assert.IsTrue(result.Schema["Copy"].HasKeyValues());
        CollectionAssert.AreEqual(new uint[] { 1, 2 }, result.GetColumn<uint>("Copy").ToArray());
    }

    [TestMethod]
    public void NewColumnHidesTheOldOne()
    {
        IDataView data = View(_ml, new VectorRow { Scalar = 5, Number = 7 });
        IDataView result = _ml.Transforms.CopyColumns("Scalar", "Number").Fit(data).Transform(data);
        Assert.AreEqual(7.0, result.GetColumn<double>("Scalar").Single());
        Assert.AreEqual(2, result.Schema.Count(column => column.Name == "Scalar"));
        Assert.IsTrue(result.Schema[data.Schema["Scalar"].Index].IsHidden);
    }
}
