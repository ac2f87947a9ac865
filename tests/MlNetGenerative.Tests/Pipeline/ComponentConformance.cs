using Microsoft.ML;
using Microsoft.ML.Data;
using static MlNetGenerative.Tests.Pipeline.PipelineAssert;

namespace MlNetGenerative.Tests.Pipeline;

/// <summary>
/// What every estimator and transformer of this library promises in a pipeline. A component joins by deriving a test class that says how
/// to make it, on <see cref="ConformanceData"/>.
/// </summary>
public abstract class ComponentConformance
{
    /// <summary>Makes the component with all its output columns, reading the column Features.</summary>
    protected abstract IEstimator<ITransformer> Create(MLContext ml, CancellationToken cancellation = default);

    /// <summary>The most rows of the input that may be read to give one row.</summary>
    protected virtual int LookAhead => 1;

    /// <summary>How a row that is mapped alone may differ from the same row in a view: not at all, unless the component says otherwise.</summary>
    protected virtual void AssertSameRow(string expected, string got) => Assert.AreEqual(expected, got);

    public TestContext TestContext { get; set; } = null!;

    private static MLContext Context => new(seed: 1);

    [TestMethod]
    public void EstimatorTransformerMapperAndViewHaveTheSameSchema()
    {
        MLContext ml = Context;
        FunctionView data = ConformanceData.Create();
        IEstimator<ITransformer> estimator = Create(ml);
        ITransformer model = estimator.Fit(data);
        DataViewSchema view = model.Transform(data).Schema;
        SchemaShape ofEstimator = estimator.GetOutputSchema(ProbeEstimator.ShapeOf(data));

        CollectionAssert.AreEqual(ProbeEstimator.Describe(ProbeEstimator.ShapeOf(model.Transform(data))), ProbeEstimator.Describe(ofEstimator));
        AssertSame(view, model.GetOutputSchema(data.Schema));
        AssertSame(view, model.GetRowToRowMapper(data.Schema).OutputSchema);
    }

    [TestMethod]
    public void VectorOutputsHaveKnownSizesAndSlotNamesAndNormalizedOnesLieBetweenZeroAndOne()
    {
        FunctionView data = ConformanceData.Create();
        IDataView view = Create(Context).Fit(data).Transform(data);
        foreach (DataViewSchema.Column column in Appended(data, view).Where(column => column.Type is VectorDataViewType))
        {
            int size = ((VectorDataViewType)column.Type).Size;
            Assert.IsGreaterThan(0, size, column.Name);
            Assert.IsTrue(column.HasSlotNames(), column.Name);
            VBuffer<ReadOnlyMemory<char>> names = default;
            column.GetSlotNames(ref names);
            Assert.HasCount(size, names.DenseValues().Select(name => name.ToString()).Distinct().ToList(), column.Name);
            if (column.IsNormalized())
                Assert.IsTrue(ViewReader.Vectors(view, column.Name).All(vector => vector.All(value => value is >= 0 and <= 1)), column.Name);
        }
    }

    [TestMethod]
    public void InputColumnsPassThroughHiddenOnesIncluded()
    {
        FunctionView data = ConformanceData.Create();
        IDataView view = Create(Context).Fit(data).Transform(data);
        for (int index = 0; index < data.Schema.Count; index++)
        {
            Assert.AreEqual(data.Schema[index].Name, view.Schema[index].Name);
            Assert.AreEqual(data.Schema[index].Type, view.Schema[index].Type);
            Assert.AreEqual(data.Schema[index].IsHidden, view.Schema[index].IsHidden);
        }
        Assert.IsTrue(view.Schema[0].IsHidden);
        using DataViewRowCursor expected = data.GetRowCursor(data.Schema);
        using DataViewRowCursor got = view.GetRowCursor(view.Schema.Take(data.Schema.Count));
        Func<string> expectedText = ViewReader.Texts(expected, data.Schema);
        Func<string> gotText = ViewReader.Texts(got, view.Schema.Take(data.Schema.Count));
        while (expected.MoveNext())
        {
            Assert.IsTrue(got.MoveNext());
            Assert.AreEqual(expectedText(), gotText());
        }
        Assert.IsFalse(got.MoveNext());
        Assert.AreEqual(data.GetRowCount(), view.GetRowCount());
        Assert.AreEqual(data.CanShuffle, view.CanShuffle);
    }

    [TestMethod]
    public void NothingIsReadBeforeACursorMovesAndOneRowReadsNoMoreThanItsLookAhead()
    {
        ITransformer model = Create(Context).Fit(ConformanceData.Create());
        FunctionView data = ConformanceData.Create();
        IDataView view = model.Transform(data);
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        Func<string> text = ViewReader.Texts(cursor, view.Schema);
        Assert.AreEqual(0, data.RowsRead);
        Assert.IsEmpty(data.ValuesRead);
        Assert.IsTrue(cursor.MoveNext());
        text();
        Assert.IsInRange(1, LookAhead, (int)data.RowsRead);
    }

    [TestMethod]
    public void OnlyActiveColumnsAreComputedAndEachRowOnce()
    {
        ITransformer model = Create(Context).Fit(ConformanceData.Create());
        FunctionView data = ConformanceData.Create();
        IDataView view = model.Transform(data);
        ViewReader.Rows(view, "Name", "Label");
        Assert.IsFalse(data.ValuesRead.ContainsKey("Features"));

        ViewReader.Rows(view, [.. Appended(data, view).Select(column => column.Name)]);
        Assert.AreEqual(ConformanceData.Rows, data.ValuesRead["Features"]);

        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema["Name"]]);
        foreach (DataViewSchema.Column column in Appended(data, view))
        {
            Assert.IsFalse(cursor.IsColumnActive(column));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => cursor.GetGetter<VBuffer<float>>(column));
        }
    }

    [TestMethod]
    public void GettersOfTheWrongTypeAreRefused()
    {
        FunctionView data = ConformanceData.Create();
        IDataView view = Create(Context).Fit(data).Transform(data);
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        foreach (DataViewSchema.Column column in Appended(data, view))
        {
            InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<DateTime>(column));
            StringAssert.Contains(error.Message, "Invalid TValue in GetGetter");
        }
    }

    [TestMethod]
    public void SerialParallelAndShuffledCursorsGiveTheSameRows()
    {
        FunctionView data = ConformanceData.Create();
        IDataView view = Create(Context).Fit(data).Transform(data);
        Dictionary<string, string> serial = ViewReader.ById(view);
        Assert.HasCount(ConformanceData.Rows, serial);
        AssertSame(serial, ViewReader.ById(view));
        AssertSame(serial, ViewReader.ById(view, new Random(5)));
        AssertSame(serial, ViewReader.ByIdFromSet(view, 3));
        AssertSame(serial, ViewReader.ByIdFromSet(view, 3, new Random(5)));
    }

    [TestMethod]
    public void SparseRowsGiveTheSameBitsAsDenseOnes()
    {
        FunctionView dense = ConformanceData.Create();
        FunctionView sparse = ConformanceData.Create(sparse: true);
        ITransformer fromDense = Create(Context).Fit(dense);
        ITransformer fromSparse = Create(Context).Fit(sparse);
        Dictionary<string, string> expected = ViewReader.ById(fromDense.Transform(dense));
        AssertSame(expected, ViewReader.ById(fromDense.Transform(sparse)));
        AssertSame(expected, ViewReader.ById(fromSparse.Transform(dense)));
    }

    [TestMethod]
    public void TheInputIsUntouched()
    {
        FunctionView data = ConformanceData.Create();
        Dictionary<string, string> before = ViewReader.ById(data);
        IDataView view = Create(Context).Fit(data).Transform(data);
        ViewReader.ById(view);
        AssertSame(before, ViewReader.ById(data));
    }

    [TestMethod]
    public void TheRowMapperGivesWhatTransformGives()
    {
        FunctionView data = ConformanceData.Create();
        ITransformer model = Create(Context).Fit(data);
        Assert.IsTrue(model.IsRowToRowMapper);
        AssertMapperAgrees(model, data, AssertSameRow);
    }

    [TestMethod]
    public void AChainGivesWhatItsStepsGive()
    {
        MLContext ml = Context;
        FunctionView data = ConformanceData.Create();
        ITransformer alone = Create(Context).Fit(data);
        ITransformer chain = Create(Context).Append(ml.Transforms.CopyColumns("Copy", "Name")).Fit(data);
        string[] outputs = [.. Appended(data, alone.Transform(data)).Select(column => column.Name)];
        CollectionAssert.AreEqual(ViewReader.Rows(alone.Transform(data), outputs), ViewReader.Rows(chain.Transform(data), outputs));
        AssertMapperAgrees(chain, data, AssertSameRow);
    }

    [TestMethod]
    public void ACacheBeforeTheComponentChangesNothing()
    {
        MLContext ml = Context;
        FunctionView data = ConformanceData.Create();
        ITransformer plain = ml.Transforms.CopyColumns("Copy", "Name").Append(Create(Context)).Fit(data);
        ITransformer cached = ml.Transforms.CopyColumns("Copy", "Name").AppendCacheCheckpoint(ml).Append(Create(Context)).Fit(data);
        AssertSame(ViewReader.ById(plain.Transform(data)), ViewReader.ById(cached.Transform(data)));
    }

    [TestMethod]
    public void ALoadedModelGivesWhatTheSavedOneGave()
    {
        MLContext ml = Context;
        FunctionView data = ConformanceData.Create();
        ITransformer model = Create(ml).Fit(data);
        using var zip = new MemoryStream();
        ml.Model.Save(model, data.Schema, zip);
        zip.Position = 0;
        ITransformer loaded = new MLContext().Model.Load(zip, out DataViewSchema inputSchema);
        Assert.AreEqual(data.Schema["Features"].Type, inputSchema["Features"].Type);
        Assert.AreEqual(model.GetType(), loaded.GetType());
        AssertSame(ViewReader.ById(model.Transform(data)), ViewReader.ById(loaded.Transform(data)));
        AssertSame(model.GetOutputSchema(data.Schema), loaded.GetOutputSchema(data.Schema));
    }

    [TestMethod]
    public void ANewProcessLoadsTheModelWithoutRegistrationAndGivesTheSame()
    {
        MLContext ml = Context;
        FunctionView data = ConformanceData.Create();
        ITransformer model = Create(ml).Append(ml.Transforms.CopyColumns("Copy", "Name")).Fit(data);
        using var folder = new TemporaryFolder();
        ml.Model.Save(model, data.Schema, folder.File("model.zip"));
        (int code, string output) = HelperProcess.Run(AppContext.BaseDirectory, "score", folder.File("model.zip"), folder.File("rows.txt"));
        Assert.AreEqual(0, code, output);
        Dictionary<string, string> here = ViewReader.ById(model.Transform(data));
        CollectionAssert.AreEqual(here.Select(row => $"{row.Key} {row.Value}").ToList(), File.ReadAllLines(folder.File("rows.txt")));
    }

    [TestMethod]
    public void EightThreadsOfEnginesOverOneModelAgreeWithTransform()
    {
        MLContext ml = Context;
        FunctionView data = ConformanceData.Create();
        ITransformer model = Create(ml).Fit(data);
        IDataView view = model.Transform(data);
        foreach (DataViewSchema.Column column in Appended(data, view).Where(column => column.Type is VectorDataViewType))
        {
            List<string> expected = [.. ViewReader.Vectors(view, column.Name).Select(vector => ViewReader.Hex(vector))];
            SchemaDefinition output = SchemaDefinition.Create(typeof(OneVector));
            output[0].ColumnName = column.Name;
            Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
            {
                using PredictionEngine<FeatureRow, OneVector> engine = ml.Model.CreatePredictionEngine<FeatureRow, OneVector>(
                    model, new PredictionEngineOptions { OwnsTransformer = false, OutputSchemaDefinition = output });
                for (int row = 0; row < ConformanceData.Rows; row++)
                    AssertSameRow(expected[row], ViewReader.Hex(engine.Predict(new FeatureRow { Features = ConformanceData.Features(row) }).Value));
            });
        }
    }

    [TestMethod]
    public void CrossValidationWorks()
    {
        MLContext ml = Context;
        FunctionView data = ConformanceData.Create();
        string features = Appended(data, Create(ml).Fit(data).Transform(data))[0].Name;
        var results = ml.MulticlassClassification.CrossValidate(
            data, Create(ml).Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", features)), numberOfFolds: 3);
        Assert.HasCount(3, results);
        Assert.IsTrue(results.All(fold => double.IsFinite(fold.Metrics.LogLoss)));
    }

    [TestMethod]
    public void FittingTwiceAndASeededContextGiveTheSameModelAndNoSeedAnother()
    {
        FunctionView data = ConformanceData.Create();
        IEstimator<ITransformer> estimator = Create(Context);
        Dictionary<string, string> first = ViewReader.ById(estimator.Fit(data).Transform(data));
        AssertSame(first, ViewReader.ById(estimator.Fit(data).Transform(data)));
        AssertSame(first, ViewReader.ById(Create(Context).Fit(data).Transform(data)));
        CollectionAssert.AreNotEqual(first, ViewReader.ById(Create(new MLContext()).Fit(data).Transform(data)));
    }

    [TestMethod]
    public void CancellationStopsFitting()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        Assert.Throws<OperationCanceledException>(() => Create(Context, cancellation.Token).Fit(ConformanceData.Create()));
    }

    [TestMethod]
    public void NothingIsWrittenToTheConsole()
    {
        TextWriter before = Console.Out;
        using var console = new StringWriter();
        Console.SetOut(console);
        try
        {
            FunctionView data = ConformanceData.Create();
            ViewReader.ById(Create(Context).Fit(data).Transform(data));
        }
        finally
        {
            Console.SetOut(before);
        }
        Assert.AreEqual("", console.ToString());
    }

    private sealed class FeatureRow
    {
        [VectorType(ConformanceData.Width)]
        public float[] Features { get; set; } = [];

        public string Name { get; set; } = "";
    }

    private sealed class OneVector
    {
        public float[] Value { get; set; } = [];
    }
}
