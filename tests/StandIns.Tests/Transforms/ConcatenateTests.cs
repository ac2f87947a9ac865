using Microsoft.ML;
using Microsoft.ML.Data;
using static StandIns.Tests.Transforms.Vectors;

namespace StandIns.Tests.Transforms;

[TestClass]
public sealed class ConcatenateTests
{
    private readonly MLContext _ml = new(1);

    [TestMethod]
    public void ScalarsAndVectorsStandOneAfterTheOther()
    {
        IDataView data = View(_ml, new VectorRow { Scalar = 9, Vector = new(4, [1f, 2f, 3f, 4f]) }, new VectorRow { Scalar = 8, Vector = Sparse(4, (2, 5)) });
        IDataView result = _ml.Transforms.Concatenate("All", "Vector", "Scalar").Fit(data).Transform(data);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 5), result.Schema["All"].Type);
        float[][] rows = [.. result.GetColumn<float[]>("All")];
        CollectionAssert.AreEqual(new float[] { 1, 2, 3, 4, 9 }, rows[0]);
        CollectionAssert.AreEqual(new float[] { 0, 0, 5, 0, 8 }, rows[1]);
    }

    [TestMethod]
    public void SparseRowsStaySparse()
    {
        IDataView data = View(_ml, new VectorRow { Vector = Sparse(4, (1, 7)) });
        IDataView result = _ml.Transforms.Concatenate("All", "Vector", "Vector").Fit(data).Transform(data);
        VBuffer<float> row = result.GetColumn<VBuffer<float>>("All").Single();
        Assert.AreEqual(8, row.Length);
        CollectionAssert.AreEqual(new float[] { 0, 7, 0, 0, 0, 7, 0, 0 }, row.DenseValues().ToArray());
        Assert.IsFalse(row.IsDense);
    }

    [TestMethod]
    public void SlotsAreNamedAfterColumnsAndTheirSlots()
    {
        IDataView data = View(_ml, new VectorRow());
        IDataView result = _ml.Transforms.Concatenate("Named", "Scalar").Append(_ml.Transforms.Concatenate("All", "Named", "Scalar")).Fit(data).Transform(data);
        CollectionAssert.AreEqual(new[] { "Scalar" }, SlotNames(result.Schema["Named"]));
        CollectionAssert.AreEqual(new[] { "Named.Scalar", "Scalar" }, SlotNames(result.Schema["All"]));
    }

    [TestMethod]
    public void ResultIsNormalizedWhenAllSourcesAre()
    {
        IDataView data = View(_ml, new VectorRow { Scalar = 1 }, new VectorRow { Scalar = 3 });
        IDataView result = _ml.Transforms.NormalizeMinMax("A", "Scalar").Append(_ml.Transforms.Concatenate("AA", "A", "A"))
            .Append(_ml.Transforms.Concatenate("AB", "A", "Scalar")).Fit(data).Transform(data);
        Assert.IsTrue(result.Schema["AA"].IsNormalized());
        Assert.IsFalse(result.Schema["AB"].IsNormalized());
    }

    [TestMethod]
    public void MissingColumnIsNamed()
    {
        IDataView data = View(_ml, new VectorRow());
        ArgumentOutOfRangeException exception = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => _ml.Transforms.Concatenate("All", "Nothing").Append(_ml.Transforms.CopyColumns("B", "All")).Fit(data));
        StringAssert.Contains(exception.Message, "Could not find input column 'Nothing'");
    }

    [TestMethod]
    public void MixedTypesAreRefused()
    {
        IDataView data = View(_ml, new VectorRow());
        Assert.Throws<Exception>(() => _ml.Transforms.Concatenate("All", "Scalar", "Number").Fit(data).Transform(data));
    }
}
