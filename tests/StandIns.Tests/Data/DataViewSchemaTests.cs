using Microsoft.ML;
using Microsoft.ML.Data;

namespace StandIns.Tests.Data;

[TestClass]
public class DataViewSchemaTests
{
    [TestMethod]
    public void A_later_column_hides_an_earlier_one_of_its_name()
    {
        DataViewSchema schema = Schema(("A", NumberDataViewType.Single), ("B", NumberDataViewType.Single), ("A", NumberDataViewType.Double));
        Assert.HasCount(3, schema);
        Assert.AreEqual(2, schema["A"].Index);
        Assert.IsTrue(schema[0].IsHidden);
        Assert.IsFalse(schema[1].IsHidden);
        Assert.IsFalse(schema[2].IsHidden);
        Assert.AreEqual(NumberDataViewType.Double, schema["A"].Type);
    }

    [TestMethod]
    public void An_unknown_name_or_index_is_an_error()
    {
        DataViewSchema schema = Schema(("A", NumberDataViewType.Single));
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => schema["B"]);
        Assert.StartsWith("Column 'B' not found", error.Message);
        Assert.IsNull(schema.GetColumnOrNull("B"));
        Assert.AreEqual("A", schema.GetColumnOrNull("A")!.Value.Name);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => schema[1]);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => schema[-1]);
    }

    [TestMethod]
    public void Columns_copied_from_a_schema_keep_place_and_annotations()
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddPrimitiveValue("IsNormalized", BooleanDataViewType.Instance, true);
        var first = new DataViewSchema.Builder();
        first.AddColumn("A", NumberDataViewType.Single, annotations.ToAnnotations());
        first.AddColumn("A", NumberDataViewType.Single);
        var second = new DataViewSchema.Builder();
        second.AddColumns(first.ToSchema());
        second.AddColumns([new DataViewSchema.DetachedColumn("C", TextDataViewType.Instance)]);
        DataViewSchema schema = second.ToSchema();
        CollectionAssert.AreEqual(new[] { "A", "A", "C" }, schema.Select(column => column.Name).ToArray());
        Assert.IsTrue(schema[0].IsHidden);
        Assert.IsTrue(schema[0].IsNormalized());
        Assert.IsFalse(schema[1].IsNormalized());
        Assert.AreEqual(0, schema[2].Annotations.Schema.Count);
    }

    [TestMethod]
    public void A_column_needs_a_name_and_a_type()
    {
        Assert.Throws<ArgumentException>(() => new DataViewSchema.DetachedColumn("", NumberDataViewType.Single));
        Assert.Throws<ArgumentException>(() => new DataViewSchema.DetachedColumn("A", null));
        Assert.Throws<ArgumentException>(() => new DataViewSchema.Builder().AddColumn(null, NumberDataViewType.Single));
    }

    internal static DataViewSchema Schema(params (string Name, DataViewType Type)[] columns)
    {
        var builder = new DataViewSchema.Builder();
        foreach ((string name, DataViewType type) in columns)
            builder.AddColumn(name, type);
        return builder.ToSchema();
    }
}
