using System.Collections;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace StandIns.Tests.Data;

[TestClass]
public class LoadFromEnumerableTests
{
    private readonly MLContext _ml = new(1);

    [TestMethod]
    public void Columns_follow_the_members()
    {
        DataViewSchema schema = _ml.Data.LoadFromEnumerable(Array.Empty<Row>()).Schema;
        Assert.AreEqual(NumberDataViewType.Single, schema["Number"].Type);
        Assert.AreEqual(TextDataViewType.Instance, schema["Word"].Type);
        Assert.AreEqual(BooleanDataViewType.Instance, schema["Flag"].Type);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 3), schema["Features"].Type);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Int32), schema["Open"].Type);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Double, 2, 2), schema["Square"].Type);
        Assert.AreEqual(new KeyDataViewType(typeof(uint), 4), schema["Label"].Type);
        Assert.AreEqual(new VectorDataViewType(TextDataViewType.Instance), schema["Words"].Type);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single), schema["Buffer"].Type);
        Assert.AreEqual(DateTimeDataViewType.Instance, schema["Moment"].Type);
        Assert.IsNull(schema.GetColumnOrNull("Ignored"));
        Assert.IsNull(schema.GetColumnOrNull("Renamed"));
        Assert.IsTrue(schema.All(column => !column.IsHidden));
    }

    [TestMethod]
    public void Values_arrive_as_what_the_column_says()
    {
        IDataView view = _ml.Data.LoadFromEnumerable(new[] { new Row { Number = 2, Word = "hello", Flag = true, Renamed = [1, 2, 3], Words = ["x", null!] } });
        Assert.AreEqual(2f, ViewReader.Rows<float>(view, "Number")[0].Value);
        Assert.AreEqual("hello", ViewReader.Rows<ReadOnlyMemory<char>>(view, "Word")[0].Value.ToString());
        Assert.IsTrue(ViewReader.Rows<bool>(view, "Flag")[0].Value);
        CollectionAssert.AreEqual(new[] { 1f, 2f, 3f }, ViewReader.Rows<VBuffer<float>>(view, "Features")[0].Value.DenseValues().ToArray());
        CollectionAssert.AreEqual(new[] { "x", "" }, ViewReader.Rows<VBuffer<ReadOnlyMemory<char>>>(view, "Words")[0].Value.DenseValues().Select(text => text.ToString()).ToArray());
    }

    [TestMethod]
    public void Nothing_is_text_and_vector_of_length_zero()
    {
        IDataView view = _ml.Data.LoadFromEnumerable(new[] { new Row { Word = null!, Open = null! } });
        Assert.IsTrue(ViewReader.Rows<ReadOnlyMemory<char>>(view, "Word")[0].Value.IsEmpty);
        Assert.AreEqual(0, ViewReader.Rows<VBuffer<int>>(view, "Open")[0].Value.Length);
    }

    [TestMethod]
    public void A_sparse_buffer_stays_sparse()
    {
        IDataView view = _ml.Data.LoadFromEnumerable(new[] { new Row { Buffer = new VBuffer<float>(9, 1, [4f], [8]) } });
        VBuffer<float> buffer = ViewReader.Rows<VBuffer<float>>(view, "Buffer")[0].Value;
        Assert.IsFalse(buffer.IsDense);
        Assert.AreEqual(4f, buffer.GetItemOrDefault(8));
    }

    [TestMethod]
    public void Keys_are_counted_from_0_on_the_class_and_from_1_in_the_view()
    {
        IDataView view = _ml.Data.LoadFromEnumerable(new uint[] { 0, 1, 3, 4, 900 }.Select(label => new Row { Label = label }));
        CollectionAssert.AreEqual(new uint[] { 1, 2, 4, 0, 0 }, ViewReader.Rows<uint>(view, "Label").Select(row => row.Value).ToArray());
    }

    [TestMethod]
    public void Rows_are_identified_by_their_number()
    {
        IDataView view = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 3).Select(i => new Row { Number = i }));
        CollectionAssert.AreEqual(
            new[] { new DataViewRowId(0, 0), new DataViewRowId(1, 0), new DataViewRowId(2, 0) },
            ViewReader.Rows<float>(view, "Number").Select(row => row.Id).ToArray());
    }

    [TestMethod]
    public void The_count_is_known_for_a_collection_only()
    {
        Assert.AreEqual(2L, _ml.Data.LoadFromEnumerable(new List<Row> { new(), new() }).GetRowCount());
        Assert.IsNull(_ml.Data.LoadFromEnumerable(Enumerable.Range(0, 3).Select(_ => new Row())).GetRowCount());
    }

    [TestMethod]
    public void Objects_are_taken_one_at_a_time_and_anew_for_each_pass()
    {
        var source = new Counted(10);
        IDataView view = _ml.Data.LoadFromEnumerable(source);
        Assert.AreEqual(0, source.Taken);
        using (DataViewRowCursor cursor = view.GetRowCursor([view.Schema["Number"]]))
        {
            Assert.IsTrue(cursor.MoveNext());
            Assert.IsTrue(cursor.MoveNext());
            Assert.AreEqual(2, source.Taken);
            Assert.AreEqual(1L, cursor.Position);
        }
        Assert.AreEqual(10, ViewReader.Count(view));
        Assert.AreEqual(2, source.Passes);
    }

    [TestMethod]
    public void Only_active_columns_may_be_read()
    {
        IDataView view = _ml.Data.LoadFromEnumerable(new[] { new Row() });
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema["Number"]]);
        Assert.IsTrue(cursor.IsColumnActive(view.Schema["Number"]));
        Assert.IsFalse(cursor.IsColumnActive(view.Schema["Flag"]));
        Assert.Throws<Exception>(() => cursor.GetGetter<bool>(view.Schema["Flag"]));
        Assert.Throws<Exception>(() => cursor.GetGetter<double>(view.Schema["Number"]));
    }

    [TestMethod]
    public void The_last_row_is_followed_by_nothing()
    {
        IDataView view = _ml.Data.LoadFromEnumerable(new[] { new Row() });
        using DataViewRowCursor cursor = view.GetRowCursor([]);
        Assert.AreEqual(-1L, cursor.Position);
        Assert.IsTrue(cursor.MoveNext());
        Assert.IsFalse(cursor.MoveNext());
        Assert.IsFalse(cursor.MoveNext());
    }

    [TestMethod]
    public void A_schema_brings_its_annotations()
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddPrimitiveValue("IsNormalized", BooleanDataViewType.Instance, true);
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Number", NumberDataViewType.Single, annotations.ToAnnotations());
        IDataView view = _ml.Data.LoadFromEnumerable(new[] { new Row { Number = 3 } }, builder.ToSchema());
        Assert.IsTrue(view.Schema["Number"].IsNormalized());
        Assert.IsFalse(view.Schema["Features"].IsNormalized());
        Assert.AreEqual(3f, ViewReader.Rows<float>(view, "Number")[0].Value);
    }

    [TestMethod]
    public void A_schema_with_a_column_that_the_class_lacks_is_refused()
    {
        DataViewSchema schema = DataViewSchemaTests.Schema(("Unknown", NumberDataViewType.Single));
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Data.LoadFromEnumerable(new[] { new Row() }, schema));
        Assert.Contains("Unknown", error.Message);
    }

    [TestMethod]
    public void A_definition_can_rename_retype_and_annotate()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        definition["Open"].ColumnType = new VectorDataViewType(NumberDataViewType.Int32, 2);
        definition["Number"].AddAnnotation("IsNormalized", true, BooleanDataViewType.Instance);
        definition["Number"].ColumnName = "Score";
        IDataView view = _ml.Data.LoadFromEnumerable(new[] { new Row { Number = 5, Open = [1, 2] } }, definition);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Int32, 2), view.Schema["Open"].Type);
        Assert.IsTrue(view.Schema["Score"].IsNormalized());
        Assert.AreEqual(5f, ViewReader.Rows<float>(view, "Score")[0].Value);
    }

    [TestMethod]
    public void A_null_object_is_an_error_when_it_is_reached()
    {
        IDataView view = _ml.Data.LoadFromEnumerable(new Row?[] { new(), null });
        Assert.Throws<Exception>(() => ViewReader.Count(view));
    }

    [TestMethod]
    public void A_member_of_no_known_type_is_refused()
    {
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromEnumerable(new[] { new Unknown() }));
        Assert.Contains("Could not determine an IDataView type", error.Message);
        Assert.Contains("Address", error.Message);
    }

    [TestMethod]
    public void Attributes_that_do_not_suit_the_member_are_refused()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromEnumerable(new[] { new ScalarVector() }));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromEnumerable(new[] { new SignedKey() }));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromEnumerable(new[] { new Twins() }));
        Assert.Throws<ArgumentException>(() => _ml.Data.LoadFromEnumerable<Row>(null));
    }

    private sealed class Row
    {
        public float Number;
        public string Word = "";
        public int[] Open = [];

        [ColumnName("Features")]
        [VectorType(3)]
        public float[] Renamed = new float[3];

        [VectorType(2, 2)]
        public double[] Square = new double[4];

        public bool Flag { get; set; }

        [KeyType(4)]
        public uint Label { get; set; }

        public string[] Words { get; set; } = [];

        public VBuffer<float> Buffer { get; set; }

        public DateTime Moment { get; set; }

        [NoColumn]
        public Uri? Ignored { get; set; }
    }

    private sealed class Unknown
    {
        public Uri? Address { get; set; }
    }

    private sealed class ScalarVector
    {
        [VectorType(3)]
        public float Number { get; set; }
    }

    private sealed class SignedKey
    {
        [KeyType(3)]
        public int Label { get; set; }
    }

    private sealed class Twins
    {
        public float Number { get; set; }

        [ColumnName("Number")]
        public float Other { get; set; }
    }

    private sealed class Counted(int count) : IEnumerable<Row>
    {
        public int Taken { get; private set; }

        public int Passes { get; private set; }

        public IEnumerator<Row> GetEnumerator()
        {
            Passes++;
            for (int i = 0; i < count; i++)
            {
                Taken++;
                yield return new Row { Number = i };
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
