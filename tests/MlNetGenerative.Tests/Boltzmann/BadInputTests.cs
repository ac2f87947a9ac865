using MlNetGenerative.Tests.Pipeline;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetGenerative.Tests.Boltzmann;

/// <summary>What is wrong with the data is said where it is met, with column, row, slot and value.</summary>
[TestClass]
public sealed class BadInputTests
{
    [TestMethod]
    public void AnUnknownColumnIsNamed() =>
        AssertSchemaError(new FunctionView(3).Add("Other", NumberDataViewType.Single, row => 0f), "Could not find input column 'Features'");

    [TestMethod]
    public void AHiddenColumnIsNoInput() =>
        AssertSchemaError(ConformanceData.Create().Add("Features", TextDataViewType.Instance, row => "x".AsMemory()),
            "Schema mismatch for input column 'Features': expected Vector<Single>, got String");

    [TestMethod]
    public void AVectorOfVariableSizeIsRefused() =>
        AssertSchemaError(new FunctionView(3).Add("Features", new VectorDataViewType(NumberDataViewType.Single), row => new VBuffer<float>(1, [0f])),
            "Schema mismatch for input column 'Features': expected Vector<Single>, got VarVector<Single>");

    [TestMethod]
    public void AVectorOfDoublesIsRefused() =>
        AssertSchemaError(new FunctionView(3).Add("Features", new VectorDataViewType(NumberDataViewType.Double, 1), row => new VBuffer<double>(1, [0d])),
            "Schema mismatch for input column 'Features': expected Vector<Single>, got Vector<Double>");

    [TestMethod]
    public void ASingleNumberIsRefused() =>
        AssertSchemaError(new FunctionView(3).Add("Features", NumberDataViewType.Single, row => 0f),
            "Schema mismatch for input column 'Features': expected Vector<Single>, got Single");

    [TestMethod]
    public void AKeyIsRefused() =>
        AssertSchemaError(new FunctionView(3).Add("Features", new KeyDataViewType(typeof(uint), 3), row => 1u),
            "Schema mismatch for input column 'Features': expected Vector<Single>, got Key<UInt32>");

    [TestMethod]
    public void AVectorOfAnotherSizeThanInTrainingIsRefused()
    {
        FunctionView other = new FunctionView(3).AddVector("Features", 5, row => new float[5]);
        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Machines.Fit().Transform(other));
        StringAssert.Contains(error.Message, "Schema mismatch for input column 'Features': expected Vector<Single, 6>, got Vector<Single, 5>");
    }

    [TestMethod]
    [DataRow(float.NaN, "Row 17 of column 'Features' has NaN in slot 3 ('px3'): replace missing values first")]
    [DataRow(float.PositiveInfinity, "Row 17 of column 'Features' has infinity in slot 3 ('px3'): replace missing values first")]
    [DataRow(255f, "Row 17 of column 'Features' has the value 255 in slot 3 ('px3'): binary units take values from 0 to 1; scale the column first (for instance with Transforms.NormalizeMinMax)")]
    [DataRow(-0.5f, "Row 17 of column 'Features' has the value -0.5 in slot 3 ('px3')")]
    [DataRow(1.0000001f, "Row 17 of column 'Features' has the value 1.0000001 in slot 3 ('px3')")]
    public void AValueThatIsNotAllowedIsNamedWithRowAndSlot(float value, string message)
    {
        foreach (bool cache in (ReadOnlySpan<bool>)[true, false])
        {
            InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => Machines.Fit(options => options.CacheData = cache, With(17, value)));
            StringAssert.Contains(error.Message, message);
            StringAssert.Contains(error.Message, "SkipInvalidRows");
        }
    }

    [TestMethod]
    public void AValueInASparseRowIsNamedByItsSlot()
    {
        FunctionView data = new FunctionView(3).AddVector("Features", 100, row => [.. Enumerable.Range(0, 100).Select(slot => slot == 70 && row == 2 ? 3f : 0f)], sparse: true);
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => Machines.Fit(data: data));
        StringAssert.Contains(error.Message, "Row 2 of column 'Features' has the value 3 in slot 70: ");
    }

    [TestMethod]
    public void InvalidRowsAreSkippedOnRequestAndCountedInTheLog()
    {
        foreach (bool cache in (ReadOnlySpan<bool>)[true, false])
        {
            var log = new List<string>();
            var ml = new MLContext(seed: 1);
            ml.Log += (_, message) => log.Add(message.Message);
            RestrictedBoltzmannMachineTransformer skipped = Machines.Fit(options => (options.SkipInvalidRows, options.CacheData) = (true, cache), With(ConformanceData.Rows, float.NaN), ml);
            Assert.HasCount(1, log.Where(line => line.Contains("Skipped 1 of 61 rows of column 'Features' with NaN, infinite or out-of-range values.")).ToList());
            RestrictedBoltzmannMachineTransformer clean = Machines.Fit(options => (options.SkipInvalidRows, options.CacheData) = (true, cache));
            if (cache)   // the order of a streamed pass depends on how many rows the view has
                CollectionAssert.AreEqual(clean.Model.GetWeights(), skipped.Model.GetWeights());
            Assert.IsTrue(Array.TrueForAll(skipped.Model.GetWeights(), float.IsFinite));
        }
    }

    [TestMethod]
    public void NoRowsAreAnError()
    {
        foreach (bool cache in (ReadOnlySpan<bool>)[true, false])
        {
            InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => Machines.Fit(options => options.CacheData = cache, ConformanceData.Create(rows: 0)));
            StringAssert.Contains(error.Message, "There is nothing to train on: column 'Features' has no rows; at least 1 is needed.");
        }
    }

    [TestMethod]
    public void NoRowsLeftAfterSkippingAreAnErrorThatSaysSo()
    {
        FunctionView data = new FunctionView(4).AddVector("Features", 2, row => [2, 2]);
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => Machines.Fit(options => options.SkipInvalidRows = true, data));
        StringAssert.Contains(error.Message, "has no rows left after 4 invalid ones were skipped");
    }

    [TestMethod]
    public void OneRowIsEnough()
    {
        FunctionView data = ConformanceData.Create(rows: 1);
        RestrictedBoltzmannMachineTransformer model = Machines.Fit(data: data);
        Assert.IsTrue(Array.TrueForAll(model.Model.GetWeights(), float.IsFinite));
        Assert.IsTrue(ViewReader.Vectors(model.Transform(data), "Reconstruction")[0].All(value => value is >= 0 and <= 1));
        Assert.IsFalse(ViewReader.Scalars<bool>(model.Transform(data), "PredictedLabel")[0]);
    }

    [TestMethod]
    public void AnEngineThatIsGivenAnArrayOfTheWrongLengthSaysSo()
    {
        MLContext ml = new(seed: 1);
        using PredictionEngine<Pixels, Features> engine = ml.Model.CreatePredictionEngine<Pixels, Features>(Machines.Fit(), new PredictionEngineOptions { OwnsTransformer = false });
        Exception error = Assert.Throws<Exception>(() => engine.Predict(new Pixels { Features = new float[5] }));
        StringAssert.Contains(error.Message, "Column 'Features' has 6 slots, but a row gave a vector of length 5.");
        Assert.HasCount(4, engine.Predict(new Pixels { Features = new float[6] }).Hidden);
    }

    [TestMethod]
    public void ScoringARowWithNaNGivesNaNAndDoesNotStop()
    {
        IDataView view = Machines.Fit().Transform(With(17, float.NaN));
        foreach (string column in (ReadOnlySpan<string>)["Hidden", "Sample", "Reconstruction"])
        {
            List<float[]> rows = ViewReader.Vectors(view, column);
            Assert.IsTrue(rows[17].All(float.IsNaN), column);
            Assert.IsTrue(rows.Where((_, row) => row != 17).All(row => row.All(float.IsFinite)), column);
        }
        Assert.IsTrue(float.IsNaN(ViewReader.Scalars<float>(view, "Score")[17]));
        Assert.IsFalse(ViewReader.Scalars<bool>(view, "PredictedLabel")[17]);
    }

    /// <summary>The conformance data with one value of one row replaced; a row after the last is added.</summary>
    private static FunctionView With(int changed, float value) => new FunctionView(Math.Max(ConformanceData.Rows, changed + 1)).AddVector("Features", ConformanceData.Width, row =>
    {
        float[] features = ConformanceData.Features(row);
        if (row == changed)
            features[3] = value;
        return features;
    }, slotNames: [.. Enumerable.Range(0, ConformanceData.Width).Select(slot => $"px{slot}")]);

    private sealed class Pixels
    {
        [VectorType(6)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Features
    {
        public float[] Hidden { get; set; } = [];
    }

    private static void AssertSchemaError(IDataView data, string message)
    {
        RestrictedBoltzmannMachineEstimator estimator = new MLContext(seed: 1).Generative().RestrictedBoltzmannMachine(Machines.AllColumns());
        RestrictedBoltzmannMachineTransformer model = Machines.Fit();
        Action[] uses =
        [
            () => estimator.Fit(data),
            () => new EstimatorChain<ITransformer>().Append(estimator).Fit(data),
            () => estimator.GetOutputSchema(ProbeEstimator.ShapeOf(data)),
            () => model.Transform(data),
            () => model.GetOutputSchema(data.Schema),
            () => model.GetRowToRowMapper(data.Schema),
        ];
        foreach (Action use in uses)
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(use).Message, message);
    }
}
