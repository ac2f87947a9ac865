using Microsoft.ML;
using Microsoft.ML.Data;
using static StandIns.Tests.Transforms.Vectors;

namespace StandIns.Tests.Transforms;

[TestClass]
public sealed class NormalizeMinMaxTests
{
    private readonly MLContext _ml = new(1);

    [TestMethod]
    public void FixedZeroScalesByTheLargestMagnitude()
    {
        IDataView data = View(_ml,
            new VectorRow { Vector = new(4, [2f, -8f, 3f, 0f]) },
            new VectorRow { Vector = new(4, [1f, 4f, 3f, 0f]) });
        float[][] rows = [.. _ml.Transforms.NormalizeMinMax("Vector").Fit(data).Transform(data).GetColumn<float[]>("Vector")];
        // The third slot is the same everywhere and the fourth is zero: neither says anything.
        CollectionAssert.AreEqual(new float[] { 1, -1, 0, 0 }, rows[0]);
        CollectionAssert.AreEqual(new float[] { 0.5f, 0.5f, 0, 0 }, rows[1]);
    }

    [TestMethod]
    public void WithoutFixedZeroTheRangeBecomesZeroToOne()
    {
        IDataView data = View(_ml, new VectorRow { Scalar = 10, Number = -1 }, new VectorRow { Scalar = 20, Number = 3 }, new VectorRow { Scalar = 15, Number = 1 });
        IDataView result = _ml.Transforms.NormalizeMinMax([new InputOutputColumnPair("S", "Scalar"), new InputOutputColumnPair("N", "Number")], fixZero: false).Fit(data).Transform(data);
        CollectionAssert.AreEqual(new[] { 0f, 1f, 0.5f }, result.GetColumn<float>("S").ToArray());
        CollectionAssert.AreEqual(new[] { 0.0, 1.0, 0.5 }, result.GetColumn<double>("N").ToArray());
        Assert.IsTrue(result.Schema["S"].IsNormalized());
    }

    [TestMethod]
    public void SparseRowsCountTheirZerosAndStaySparse()
    {
        IDataView data = View(_ml, new VectorRow { Vector = Sparse(4, (1, 4)) }, new VectorRow { Vector = Sparse(4, (1, 2)) }, new VectorRow { Vector = Sparse(4, (3, 5)) });
        VBuffer<float>[] rows = [.. _ml.Transforms.NormalizeMinMax("Vector").Fit(data).Transform(data).GetColumn<VBuffer<float>>("Vector")];
        CollectionAssert.AreEqual(new float[] { 0, 1, 0, 0 }, rows[0].DenseValues().ToArray());
        CollectionAssert.AreEqual(new float[] { 0, 0.5f, 0, 0 }, rows[1].DenseValues().ToArray());
        CollectionAssert.AreEqual(new float[] { 0, 0, 0, 1 }, rows[2].DenseValues().ToArray());
        Assert.IsTrue(rows.All(row => !row.IsDense));
    }

    [TestMethod]
    public void OnlyTheFirstRowsAreLookedAt()
    {
        IDataView data = View(_ml, new VectorRow { Scalar = 1 }, new VectorRow { Scalar = 2 }, new VectorRow { Scalar = 100 });
        float[] values = [.. _ml.Transforms.NormalizeMinMax("Scalar", maximumExampleCount: 2).Fit(data).Transform(data).GetColumn<float>("Scalar")];
        CollectionAssert.AreEqual(new[] { 0.5f, 1f, 50f }, values);
    }

    [TestMethod]
    public void ScalesOfAllKindsSurviveSaving()
    {
        IDataView data = View(_ml, new VectorRow { Scalar = 10, Number = -1, Vector = new(4, [1f, 2f, 3f, 4f]) }, new VectorRow { Scalar = 20, Number = 3 });
        foreach (bool fixZero in (ReadOnlySpan<bool>)[true, false])
        {
            ITransformer model = _ml.Transforms.NormalizeMinMax([new("Scalar"), new("Number"), new("Vector")], fixZero: fixZero).Fit(data);
            ITransformer loaded = _ml.Model.Load(new MemoryStream(Zip.Golden.Save(_ml, model, data.Schema)), out _);
            IDataView expected = model.Transform(data), actual = loaded.Transform(data);
            CollectionAssert.AreEqual(expected.GetColumn<float>("Scalar").ToArray(), actual.GetColumn<float>("Scalar").ToArray());
            CollectionAssert.AreEqual(expected.GetColumn<double>("Number").ToArray(), actual.GetColumn<double>("Number").ToArray());
            CollectionAssert.AreEqual(expected.GetColumn<float[]>("Vector").SelectMany(row => row).ToArray(), actual.GetColumn<float[]>("Vector").SelectMany(row => row).ToArray());
        }
    }

    [TestMethod]
    public void TextIsRefused()
    {
        IDataView data = View(_ml, new VectorRow());
        ArgumentOutOfRangeException exception = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => _ml.Transforms.NormalizeMinMax("Text").Append(_ml.Transforms.CopyColumns("B", "Text")).Fit(data));
        StringAssert.Contains(exception.Message, "Schema mismatch for input column 'Text'");
    }
}
