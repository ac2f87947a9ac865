using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using StandIns.Tests.Zip;

namespace StandIns.Tests.Trainers;

[TestClass]
public sealed class LbfgsMaximumEntropyTests
{
    private readonly MLContext _ml = new(1);

    /// <summary>
    /// At the minimum of the loss with penalties every derivative vanishes: of a bias; of a weight with l2·w + l1·sign(w);
    /// and at weight zero the loss's derivative is at most l1.
    /// </summary>
    [TestMethod]
    [DataRow(0f, 0.5f)]
    [DataRow(1f, 1f)]
    [DataRow(3f, 0f)]
    public void TheMinimumSatisfiesTheOptimalityConditions(float l1, float l2)
    {
        (float[][] rows, uint[] labels) = Iris();
        MaximumEntropyModelParameters model = Train(rows, labels, null, new() { L1Regularization = l1, L2Regularization = l2, OptimizationTolerance = 1e-9f });
        (double[] biases, double[][] weights) = Derivatives(model, rows, labels);
        VBuffer<float>[] own = null!;
        model.GetWeights(ref own, out int classes);
        // The official trainer stops further from the minimum than this one, and so does a looser tolerance here.
        double slack = 0.02 * rows.Length / 150;
        for (int c = 0; c < classes; c++)
        {
            Assert.AreEqual(0, biases[c], slack, $"bias {c}");
            for (int i = 0; i < rows[0].Length; i++)
            {
                double w = own[c].GetItemOrDefault(i), g = weights[c][i] + l2 * w;
                if (w == 0)
                    Assert.IsTrue(Math.Abs(g) <= l1 + slack, $"weight {i} of class {c} is zero at derivative {g}");
                else
                    Assert.AreEqual(0, g + l1 * Math.Sign(w), slack, $"weight {i} of class {c}");
            }
        }
    }

    /// <summary>The golden model was trained officially with the defaults. It stopped 7e-5 of the objective above the minimum, which moves scores by 0.004.</summary>
    [TestMethod]
    public void ScoresAreThoseOfTheOfficiallyTrainedModel()
    {
        IDataView data = Golden.IrisData(_ml);
        float[][] expected = [.. Golden.Load(_ml, Golden.Iris, out _).Transform(data).GetColumn<float[]>("Score")];
        float[][] actual = [.. Golden.IrisPipeline(_ml).Fit(data).Transform(data).GetColumn<float[]>("Score")];
        for (int row = 0; row < expected.Length; row++)
        {
            for (int c = 0; c < expected[row].Length; c++)
                Assert.AreEqual(expected[row][c], actual[row][c], 0.005, $"row {row}, class {c}");
        }
    }

    [TestMethod]
    public void TheL1PenaltyMakesWeightsZeroWhereTheOfficialOnesAre()
    {
        IDataView data = Golden.IrisData(_ml);
        float[] official = Weights(((IEnumerable<ITransformer>)Golden.Load(_ml, Golden.Iris, out _)).OfType<ISingleFeaturePredictionTransformer<object>>().Single().Model);
        float[] own = Weights(((IEnumerable<ITransformer>)Golden.IrisPipeline(_ml).Fit(data)).OfType<ISingleFeaturePredictionTransformer<object>>().Single().Model);
        for (int i = 0; i < own.Length; i++)
            Assert.AreEqual(Math.Abs(official[i]) < 1e-4, Math.Abs(own[i]) < 1e-4, $"weight {i}: {official[i]} officially, {own[i]} here");
    }

    [TestMethod]
    public void DigitsAreLearntAsWellAsOfficially()
    {
        // The official package gives 0.949 on a part of these digits that is kept back; which part it is moves that by about 0.01.
        IDataView data = Golden.DigitsData(_ml);
        DataOperationsCatalog.TrainTestData split = _ml.Data.TrainTestSplit(data, testFraction: 0.3, seed: 1);
        ITransformer model = _ml.Transforms.Conversion.MapValueToKey("Label", "Number")
            .Append(_ml.Transforms.NormalizeMinMax("Features", "Pixels"))
            .Append(_ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy())
            .Fit(split.TrainSet);
        double accuracy = _ml.MulticlassClassification.Evaluate(model.Transform(split.TestSet)).MicroAccuracy;
        Assert.IsTrue(accuracy is > 0.939 and < 0.98, $"{accuracy}");
    }

    [TestMethod]
    public void SparseFeaturesGiveTheModelOfDenseOnes()
    {
        (float[][] rows, uint[] labels) = Digits();
        float[] dense = Weights(Train(rows, labels));
        float[] sparse = Weights(Train([.. rows.Select(ToSparse)], labels, null));
        for (int i = 0; i < dense.Length; i++)
            Assert.AreEqual(dense[i], sparse[i], 1e-6f, $"weight {i}");
    }

    [TestMethod]
    public void WeightOfTwoIsARowTwice()
    {
        (float[][] rows, uint[] labels) = Iris();
        float[] weights = [.. rows.Select((_, i) => i % 3 == 0 ? 2f : 1f)];
        LbfgsMaximumEntropyMulticlassTrainer.Options options = new() { L1Regularization = 0, OptimizationTolerance = 1e-9f };
        float[] weighted = Weights(Train(rows, labels, weights, options));
        int[] repeated = [.. Enumerable.Range(0, rows.Length), .. Enumerable.Range(0, rows.Length).Where(i => i % 3 == 0)];
        float[] doubled = Weights(Train([.. repeated.Select(i => rows[i])], [.. repeated.Select(i => labels[i])], null, options));
        for (int i = 0; i < doubled.Length; i++)
            Assert.AreEqual(doubled[i], weighted[i], 0.003f, $"weight {i}");
    }

    [TestMethod]
    public void RowsWithoutLabelOrWithMissingFeaturesAreLeftOut()
    {
        (float[][] rows, uint[] labels) = Iris();
        float[] expected = Weights(Train(rows, labels));
        float[] actual = Weights(Train([.. rows, [float.NaN, 1, 1, 1], [1, 1, 1, 1]], [.. labels, 1, 0]));
        CollectionAssert.AreEqual(expected, actual);
    }

    [TestMethod]
    public void NoUsableRowIsAnError()
    {
        InvalidOperationException exception = Assert.ThrowsExactly<InvalidOperationException>(() => Train([[float.NaN, 1]], [1]));
        StringAssert.Contains(exception.Message, "No valid training instances found");
    }

    [TestMethod]
    public void WeightsCanBeKeptFromBecomingNegative()
    {
        (float[][] rows, uint[] labels) = Iris();
        float[] weights = Weights(Train(rows, labels, null, new() { EnforceNonNegativity = true }));
        Assert.IsTrue(Array.TrueForAll(weights, weight => weight >= 0));
        Assert.IsTrue(weights.Max() > 0.1f);
    }

    [TestMethod]
    public void WrongColumnsAreNamed()
    {
        IDataView data = Golden.IrisData(_ml);
        IEstimator<ITransformer> features = _ml.Transforms.Conversion.MapValueToKey("Label", "Species").Append(_ml.Transforms.Concatenate("Features", "SepalLength", "SepalWidth"));
        AssertMismatch("Could not find feature column 'Nothing'", featureColumnName: "Nothing");
        AssertMismatch("Schema mismatch for feature column 'SepalLength': expected Vector<Single>, got Single", featureColumnName: "SepalLength");
        AssertMismatch("Could not find label column 'Nothing'", labelColumnName: "Nothing");
        AssertMismatch("Schema mismatch for label column 'Species': expected Key<UInt32>, got String", labelColumnName: "Species");

        void AssertMismatch(string message, string labelColumnName = "Label", string featureColumnName = "Features")
        {
            IEstimator<ITransformer> pipeline = features.Append(_ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(labelColumnName, featureColumnName));
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => pipeline.Fit(data)).Message, message);
        }
    }

    [TestMethod]
    public void ShapeAgreesWithTheSchemaOfTheResult()
    {
        IDataView data = Golden.IrisData(_ml);
        DataViewSchema schema = Golden.IrisPipeline(_ml).Fit(data).GetOutputSchema(data.Schema);
        SchemaShape shape = Golden.IrisPipeline(_ml).GetOutputSchema(ShapeOf(data));
        foreach (SchemaShape.Column column in shape)
        {
            DataViewSchema.Column actual = schema[column.Name];
            Assert.AreEqual(column.Kind == SchemaShape.Column.VectorKind.Vector, actual.Type is VectorDataViewType, column.Name);
            Assert.AreEqual(column.IsKey, actual.Type is KeyDataViewType, column.Name);
            CollectionAssert.AreEquivalent(column.Annotations.Select(a => a.Name).ToArray(), actual.Annotations.Schema.Select(a => a.Name).ToArray(), column.Name);
        }

        CollectionAssert.AreEquivalent(schema.Where(column => !column.IsHidden).Select(column => column.Name).ToArray(), shape.Select(column => column.Name).ToArray());
    }

    /// <summary>The shape of a view: what a chain that copies one of its columns starts from.</summary>
    private SchemaShape ShapeOf(IDataView data)
    {
        var recorder = new ShapeRecorder();
        recorder.Append(_ml.Transforms.CopyColumns("Copy", data.Schema[0].Name)).Fit(data);
        return recorder.Seen!;
    }

    private MaximumEntropyModelParameters Train(float[][] rows, uint[] labels, float[]? weights = null, LbfgsMaximumEntropyMulticlassTrainer.Options? options = null)
        => Train([.. rows.Select(row => new VBuffer<float>(row.Length, row))], labels, weights, options);

    private MaximumEntropyModelParameters Train(VBuffer<float>[] rows, uint[] labels, float[]? weights, LbfgsMaximumEntropyMulticlassTrainer.Options? options = null)
    {
        options ??= new();
        options.ExampleWeightColumnName = weights == null ? null : nameof(Row.Weight);
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        definition[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows[0].Length);
        definition[nameof(Row.Label)].ColumnType = new KeyDataViewType(typeof(uint), Math.Max(2, labels.Max()));
        IDataView data = _ml.Data.LoadFromEnumerable(rows.Select((row, i) => new Row { Features = row, Label = labels[i] - 1, Weight = weights?[i] ?? 1 }), definition);
        return _ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(options).Fit(data).Model;
    }

    private (float[][] Rows, uint[] Labels) Iris()
    {
        IDataView data = Golden.Load(_ml, Golden.Iris, out _).Transform(Golden.IrisData(_ml));
        return ([.. data.GetColumn<float[]>("Features")], [.. data.GetColumn<uint>("Label")]);
    }

    private (float[][] Rows, uint[] Labels) Digits()
    {
        IDataView data = _ml.Data.TakeRows(Golden.DigitsData(_ml), 300);
        return ([.. data.GetColumn<float[]>("Pixels").Select(row => row.Select(pixel => pixel > 8 ? pixel / 16 : 0).ToArray())],
            [.. data.GetColumn<float>("Number").Select(number => (uint)number + 1)]);
    }

    private static VBuffer<float> ToSparse(float[] row)
    {
        int[] indices = [.. Enumerable.Range(0, row.Length).Where(i => row[i] != 0)];
        return new VBuffer<float>(row.Length, indices.Length, [.. indices.Select(i => row[i])], indices);
    }

    private static float[] Weights(object model)
    {
        VBuffer<float>[] weights = null!;
        ((MaximumEntropyModelParameters)model).GetWeights(ref weights, out int classes);
        return [.. weights.Take(classes).SelectMany(own => own.DenseValues())];
    }

    /// <summary>Derivatives of the summed log-loss, straight from its definition.</summary>
    private static (double[] Biases, double[][] Weights) Derivatives(MaximumEntropyModelParameters model, float[][] rows, uint[] labels)
    {
        VBuffer<float>[] weights = null!;
        model.GetWeights(ref weights, out int classes);
        float[] biases = [.. model.GetBiases()];
        var biasDerivatives = new double[classes];
        double[][] weightDerivatives = [.. Enumerable.Range(0, classes).Select(_ => new double[rows[0].Length])];
        for (int row = 0; row < rows.Length; row++)
        {
            double[] exponentials = [.. Enumerable.Range(0, classes).Select(c => Math.Exp(biases[c] + weights[c].DenseValues().Zip(rows[row]).Sum(pair => (double)pair.First * pair.Second)))];
            for (int c = 0; c < classes; c++)
            {
                double difference = exponentials[c] / exponentials.Sum() - (labels[row] == c + 1 ? 1 : 0);
                biasDerivatives[c] += difference;
                for (int i = 0; i < rows[row].Length; i++)
                    weightDerivatives[c][i] += difference * rows[row][i];
            }
        }

        return (biasDerivatives, weightDerivatives);
    }

    public sealed class Row
    {
        public VBuffer<float> Features { get; set; }

        /// <summary>From 0 on the class, from 1 in the view; what is out of range is missing.</summary>
        public uint Label { get; set; }

        public float Weight { get; set; } = 1;
    }

    /// <summary>An estimator that does nothing and remembers the shape it was asked about.</summary>
    private sealed class ShapeRecorder : IEstimator<ITransformer>
    {
        public SchemaShape? Seen { get; private set; }

        public ITransformer Fit(IDataView input) => new TransformerChain<ITransformer>();

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => Seen = inputSchema;
    }
}
