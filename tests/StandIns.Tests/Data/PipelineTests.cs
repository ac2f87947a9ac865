using Microsoft.ML;
using Microsoft.ML.Data;

namespace StandIns.Tests.Data;

[TestClass]
public class PipelineTests
{
    private readonly MLContext _ml = new(1);

    [TestMethod]
    public void A_chain_fits_each_estimator_on_what_comes_before()
    {
        IDataView data = Numbered.View(_ml, 4);
        EstimatorChain<Doubling.Transformer> chain = new Doubling("Twice", "Number").Append(new Doubling("Four", "Twice")).Append(new Doubling("Eight", "Four"));
        TransformerChain<Doubling.Transformer> model = chain.Fit(data);
        CollectionAssert.AreEqual(new[] { 0f, 8f, 16f, 24f }, model.Transform(data).GetColumn<float>("Eight").ToArray());
        Assert.HasCount(3, model.ToArray());
        Assert.AreSame(model.Last(), model.LastTransformer);
        Assert.IsNotNull(chain.LastEstimator);
        Assert.IsTrue(((ITransformer)model).IsRowToRowMapper);
    }

    [TestMethod]
    public void Every_estimator_sees_the_shape_of_the_columns_before_any_is_fitted()
    {
        var first = new Doubling("Twice", "Number");
        var second = new Doubling("Broken", "Missing");
        Assert.Throws<Exception>(() => first.Append(second).Fit(Numbered.View(_ml, 4)));
        Assert.AreEqual(0, first.Fits);
        Assert.HasCount(1, first.Shapes);
        CollectionAssert.AreEquivalent(new[] { "Number", "Text", "Vector", "Group", "Twice" }, second.Shapes[0].Select(column => column.Name).ToArray());
    }

    [TestMethod]
    public void A_shape_says_what_a_schema_says_but_for_sizes()
    {
        var probe = new Doubling("Twice", "Number");
        new EstimatorChain<ITransformer>().Append(probe).Fit(_ml.Data.LoadFromEnumerable(new[] { new Shaped() }));
        Dictionary<string, SchemaShape.Column> shape = probe.Shapes[0].ToDictionary(column => column.Name);
        Assert.AreEqual(SchemaShape.Column.VectorKind.Scalar, shape["Number"].Kind);
        Assert.AreEqual(SchemaShape.Column.VectorKind.Vector, shape["Fixed"].Kind);
        Assert.AreEqual(SchemaShape.Column.VectorKind.VariableVector, shape["Open"].Kind);
        Assert.IsTrue(shape["Label"].IsKey);
        Assert.AreEqual(NumberDataViewType.UInt32, shape["Label"].ItemType);
        Assert.IsFalse(shape["Fixed"].IsKey);
        Assert.AreEqual(NumberDataViewType.Single, shape["Fixed"].ItemType);
        Assert.AreEqual(0, shape["Fixed"].Annotations.Count);
    }

    [TestMethod]
    public void Hidden_columns_are_not_part_of_a_shape_but_stay_in_the_view()
    {
        var second = new Doubling("Number", "Number");
        IDataView data = Numbered.View(_ml, 3);
        TransformerChain<Doubling.Transformer> model = new Doubling("Number", "Number").Append(second).Fit(data);
        Assert.AreEqual(1, second.Shapes[0].Count(column => column.Name == "Number"));
        IDataView result = model.Transform(data);
        Assert.AreEqual(3, result.Schema.Count(column => column.Name == "Number"));
        CollectionAssert.AreEqual(new[] { 0f, 4f, 8f }, result.GetColumn<float>("Number").ToArray());
        CollectionAssert.AreEqual(new[] { 0f, 1f, 2f }, result.GetColumn<float>(result.Schema.First(column => column.Name == "Number")).ToArray());
    }

    [TestMethod]
    public void A_cache_checkpoint_keeps_what_comes_before_from_being_read_again()
    {
        int plain = 0;
        new Doubling("Twice", "Number").Append(new Doubling("Four", "Twice")).Append(new Doubling("Eight", "Four")).Fit(Numbered.View(_ml, 10, () => plain++));
        int cached = 0;
        new Doubling("Twice", "Number").AppendCacheCheckpoint(_ml).Append(new Doubling("Four", "Twice")).Append(new Doubling("Eight", "Four")).Fit(Numbered.View(_ml, 10, () => cached++));
        Assert.AreEqual(60, plain);
        Assert.IsLessThan(plain, cached);
    }

    [TestMethod]
    public void Transforming_computes_nothing_before_it_is_read()
    {
        int read = 0;
        IDataView data = Numbered.View(_ml, 10, () => read++);
        IDataView result = new TransformerChain<ITransformer>(new Doubling.Transformer("Twice", "Number")).Transform(data);
        Assert.AreEqual(0, read);
        Assert.AreEqual(6, result.Schema.Count + 1);
        using DataViewRowCursor cursor = result.GetRowCursor([result.Schema["Twice"]]);
        Assert.IsTrue(cursor.MoveNext());
        Assert.AreEqual(1, read);
    }

    [TestMethod]
    public void Scopes_choose_the_transformers()
    {
        ITransformer[] transformers = [new Doubling.Transformer("Training", "Number"), new Doubling.Transformer("Both", "Number"), new Doubling.Transformer("Scoring", "Number")];
        var chain = new TransformerChain<ITransformer>(transformers, [TransformerScope.Training, TransformerScope.Everything, TransformerScope.Scoring]);
        string[] Added(DataViewSchema schema) => schema.Skip(4).Select(column => column.Name).ToArray();
        IDataView data = Numbered.View(_ml, 2);
        CollectionAssert.AreEqual(new[] { "Training", "Both", "Scoring" }, Added(chain.Transform(data).Schema));
        CollectionAssert.AreEqual(new[] { "Both", "Scoring" }, Added(chain.Transform(data, TransformerScope.Scoring).Schema));
        CollectionAssert.AreEqual(new[] { "Training", "Both" }, Added(chain.GetOutputSchema(data.Schema, TransformerScope.TrainTest)));
        Assert.HasCount(2, chain.GetModelFor(TransformerScope.Scoring).ToArray());
        Assert.Throws<ArgumentException>(() => new TransformerChain<ITransformer>(transformers, [TransformerScope.Training]));
    }

    [TestMethod]
    public void A_chain_maps_rows_through_all_its_transformers()
    {
        IDataView data = Numbered.View(_ml, 5);
        ITransformer chain = new Doubling.Transformer("Twice", "Number").Append(new Doubling.Transformer("Four", "Twice"));
        IRowToRowMapper mapper = chain.GetRowToRowMapper(data.Schema);
        Assert.AreSame(data.Schema, mapper.InputSchema);
        CollectionAssert.AreEqual(new[] { "Number" }, mapper.GetDependencies([mapper.OutputSchema["Four"]]).Select(column => column.Name).ToArray());
        using DataViewRowCursor cursor = data.GetRowCursor([data.Schema["Number"]]);
        using DataViewRow row = mapper.GetRow(cursor, [mapper.OutputSchema["Four"]]);
        Assert.AreSame(mapper.OutputSchema, row.Schema);
        ValueGetter<float> get = row.GetGetter<float>(mapper.OutputSchema["Four"]);
        for (int i = 0; cursor.MoveNext(); i++)
        {
            float value = 0;
            get(ref value);
            Assert.AreEqual(4f * i, value);
            Assert.AreEqual((long)i, row.Position);
        }
    }

    [TestMethod]
    public void A_built_in_mapper_maps_rows_of_its_own_schema_only()
    {
        IDataView data = Numbered.View(_ml, 3);
        ITransformer copy = _ml.Transforms.CopyColumns("Copy", "Number").Fit(data);
        IRowToRowMapper mapper = copy.GetRowToRowMapper(data.Schema);
        Assert.AreSame(data.Schema, mapper.InputSchema);
        IDataView other = Numbered.View(_ml, 3);
        using DataViewRowCursor cursor = other.GetRowCursor([other.Schema["Number"]]);
        Assert.Throws<ArgumentException>(() => mapper.GetRow(cursor, [mapper.OutputSchema["Copy"]]));
    }

    [TestMethod]
    public void Built_in_transforms_pass_rows_and_cursor_sets_through()
    {
        IDataView cache = _ml.Data.Cache(Numbered.View(_ml, 500));
        IDataView copy = _ml.Transforms.CopyColumns("Copy", "Vector").Fit(cache).Transform(cache);
        Assert.IsTrue(copy.CanShuffle);
        float Second(VBuffer<float> vector) => vector.GetItemOrDefault(1);
        (DataViewRowId Id, float)[] serial = ViewReader.Rows<VBuffer<float>>(copy, "Copy").Select(row => (row.Id, Second(row.Value))).ToArray();
        (DataViewRowId Id, float)[] parallel = ViewReader.ParallelRows<VBuffer<float>>(copy, "Copy", 4).Select(row => (row.Id, Second(row.Value))).OrderBy(row => row.Id).ToArray();
        (DataViewRowId Id, float)[] shuffled = ViewReader.Rows<VBuffer<float>>(copy, "Copy", new Random(1)).Select(row => (row.Id, Second(row.Value))).ToArray();
        CollectionAssert.AreEqual(serial, parallel);
        CollectionAssert.AreNotEqual(serial, shuffled);
        CollectionAssert.AreEqual(serial, shuffled.OrderBy(row => row.Id).ToArray());
        Assert.AreEqual(500L, copy.GetRowCount());
    }

    [TestMethod]
    public void A_delegate_is_told_what_was_fitted()
    {
        Doubling.Transformer? seen = null;
        IEstimator<Doubling.Transformer> estimator = new Doubling("Twice", "Number").WithOnFitDelegate(transformer => seen = transformer);
        Doubling.Transformer fitted = estimator.Fit(Numbered.View(_ml, 2));
        Assert.AreSame(fitted, seen);
    }

    [TestMethod]
    public void Disposing_a_chain_disposes_its_transformers_once()
    {
        var transformer = new Doubling.Transformer("Twice", "Number");
        TransformerChain<Doubling.Transformer> chain = _ml.Transforms.CopyColumns("Copy", "Number").Fit(Numbered.View(_ml, 1)).Append(transformer);
        chain.Dispose();
        chain.Dispose();
        Assert.AreEqual(1, transformer.Disposals);
    }

    private sealed class Shaped
    {
        public float Number { get; set; }

        [VectorType(4)]
        public float[] Fixed { get; set; } = new float[4];

        public float[] Open { get; set; } = [];

        [KeyType(3)]
        public uint Label { get; set; }
    }
}
