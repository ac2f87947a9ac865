using Microsoft.ML;
using Microsoft.ML.Data;

namespace StandIns.Tests.Data;

[TestClass]
public class PredictionEngineTests
{
    private readonly MLContext _ml = new(1);

    [TestMethod]
    public void One_object_goes_in_and_one_comes_out()
    {
        using PredictionEngine<Numbered, Result> engine = Engine();
        for (int i = 0; i < 3; i++)
        {
            Result result = engine.Predict(new Numbered { Number = i, Text = $"row {i}", Vector = [i, i + 1] });
            Assert.AreEqual(2f * i, result.Twice);
            Assert.AreEqual($"row {i}", result.Text);
            CollectionAssert.AreEqual(new float[] { i, i + 1 }, result.Copy);
        }
        Assert.AreEqual(6, engine.OutputSchema.Count);
    }

    [TestMethod]
    public void An_output_object_can_be_filled_again()
    {
        using PredictionEngine<Numbered, Result> engine = Engine();
        var result = new Result();
        engine.Predict(new Numbered { Number = 4, Vector = [1, 2] }, ref result);
        Result same = result;
        engine.Predict(new Numbered { Number = 5, Vector = [3, 4] }, ref result);
        Assert.AreSame(same, result);
        Assert.AreEqual(10f, result.Twice);
        CollectionAssert.AreEqual(new[] { 3f, 4f }, result.Copy);
    }

    [TestMethod]
    public void Results_share_nothing()
    {
        using PredictionEngine<Numbered, Result> engine = Engine();
        Result first = engine.Predict(new Numbered { Vector = [1, 2] });
        engine.Predict(new Numbered { Vector = [3, 4] });
        CollectionAssert.AreEqual(new[] { 1f, 2f }, first.Copy);
    }

    [TestMethod]
    public void Columns_that_the_model_lacks_are_ignored_or_refused()
    {
        ITransformer model = new Doubling.Transformer("Twice", "Number");
        using PredictionEngine<Numbered, More> engine = _ml.Model.CreatePredictionEngine<Numbered, More>(model);
        Assert.AreEqual(6f, engine.Predict(new Numbered { Number = 3 }).Twice);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Model.CreatePredictionEngine<Numbered, More>(model, ignoreMissingColumns: false));
    }

    [TestMethod]
    public void An_input_that_does_not_suit_the_model_is_refused()
        => Assert.Throws<ArgumentException>(() => _ml.Model.CreatePredictionEngine<More, Result>(_ml.Transforms.CopyColumns("Copy", "Number").Fit(Numbered.View(_ml, 1))));

    [TestMethod]
    public void The_engine_owns_its_transformer_unless_told_otherwise()
    {
        var owned = new Doubling.Transformer("Twice", "Number");
        PredictionEngine<Numbered, Result> engine = _ml.Model.CreatePredictionEngine<Numbered, Result>(owned);
        engine.Dispose();
        engine.Dispose();
        Assert.AreEqual(1, owned.Disposals);
        var shared = new Doubling.Transformer("Twice", "Number");
        _ml.Model.CreatePredictionEngine<Numbered, Result>(shared, new PredictionEngineOptions { OwnsTransformer = false }).Dispose();
        Assert.AreEqual(0, shared.Disposals);
        Assert.IsTrue(new PredictionEngineOptions().OwnsTransformer);
        Assert.IsTrue(new PredictionEngineOptions().IgnoreMissingColumns);
    }

    [TestMethod]
    public void Definitions_can_say_the_columns()
    {
        SchemaDefinition input = SchemaDefinition.Create(typeof(More));
        input["Twice"].ColumnName = "Number";
        SchemaDefinition output = SchemaDefinition.Create(typeof(More));
        output["Twice"].ColumnName = "Doubled";
        using PredictionEngine<More, More> engine = _ml.Model.CreatePredictionEngine<More, More>(
            new Doubling.Transformer("Doubled", "Number"), inputSchemaDefinition: input, outputSchemaDefinition: output);
        Assert.AreEqual(14f, engine.Predict(new More { Twice = 7 }).Twice);
    }

    [TestMethod]
    public void A_schema_brings_annotations_and_must_be_covered_by_the_class()
    {
        DataViewSchema schema = DataViewSchemaTests.Schema(("Number", NumberDataViewType.Single));
        using PredictionEngine<Numbered, Result> engine = _ml.Model.CreatePredictionEngine<Numbered, Result>(Model(), schema);
        Assert.AreEqual(4f, engine.Predict(new Numbered { Number = 2 }).Twice);
        DataViewSchema other = DataViewSchemaTests.Schema(("Unknown", NumberDataViewType.Single));
        Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Model.CreatePredictionEngine<Numbered, Result>(Model(), other));
    }

    [TestMethod]
    public void Rows_are_identified_by_the_number_of_the_call()
    {
        var ids = new List<DataViewRowId>();
        using PredictionEngine<Numbered, Result> engine = _ml.Model.CreatePredictionEngine<Numbered, Result>(new IdWatcher(ids));
        for (int i = 0; i < 3; i++)
            engine.Predict(new Numbered());
        CollectionAssert.AreEqual(new[] { new DataViewRowId(0, 0), new DataViewRowId(1, 0), new DataViewRowId(2, 0) }, ids);
    }

    [TestMethod]
    public void No_object_is_an_error()
    {
        using PredictionEngine<Numbered, Result> engine = Engine();
        Assert.Throws<ArgumentException>(() => engine.Predict(null!));
    }

    private PredictionEngine<Numbered, Result> Engine() => _ml.Model.CreatePredictionEngine<Numbered, Result>(Model());

    private TransformerChain<Doubling.Transformer> Model()
        => _ml.Transforms.CopyColumns("Copy", "Vector").Fit(Numbered.View(_ml, 1)).Append(new Doubling.Transformer("Twice", "Number"));

    private sealed class Result
    {
        public float Twice { get; set; }
        public string Text { get; set; } = "";
        public float[] Copy = [];
    }

    private sealed class More
    {
        public float Twice { get; set; }
        public float Unknown { get; set; }
    }

    /// <summary>A transformer whose only column, Twice, notes the identity of the row when it is read.</summary>
    private sealed class IdWatcher(List<DataViewRowId> ids) : ITransformer
    {
        public bool IsRowToRowMapper => true;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => new Mapper(inputSchema, ids).OutputSchema;

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => new Mapper(inputSchema, ids);

        public IDataView Transform(IDataView input) => throw new NotSupportedException();

        public void Save(ModelSaveContext ctx) => throw new NotSupportedException();

        private sealed class Mapper(DataViewSchema input, List<DataViewRowId> ids) : IRowToRowMapper
        {
            public DataViewSchema InputSchema => input;

            public DataViewSchema OutputSchema { get; } = DataViewSchemaTests.Schema(("Twice", NumberDataViewType.Single));

            public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) => [];

            public DataViewRow GetRow(DataViewRow row, IEnumerable<DataViewSchema.Column> activeColumns) => new Watched(row, OutputSchema, ids);
        }

        private sealed class Watched(DataViewRow input, DataViewSchema schema, List<DataViewRowId> ids) : DataViewRow
        {
            public override DataViewSchema Schema => schema;

            public override long Position => input.Position;

            public override long Batch => input.Batch;

            public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

            public override bool IsColumnActive(DataViewSchema.Column column) => true;

            public override ValueGetter<T> GetGetter<T>(DataViewSchema.Column column)
            {
                ValueGetter<DataViewRowId> getId = input.GetIdGetter();
                ValueGetter<float> watch = (ref float value) =>
                {
                    DataViewRowId id = default;
                    getId(ref id);
                    ids.Add(id);
                };
                return (ValueGetter<T>)(Delegate)watch;
            }
        }
    }
}
