using Microsoft.ML;
using Microsoft.ML.Data;

namespace StandIns.Tests.Data;

[TestClass]
public class AnnotationsTests
{
    private static readonly ReadOnlyMemory<char>[] Names = ["a".AsMemory(), "b".AsMemory(), "c".AsMemory()];

    [TestMethod]
    public void Values_come_from_their_getters()
    {
        DataViewSchema.Annotations annotations = Some();
        float value = 0;
        annotations.GetValue("Factor", ref value);
        Assert.AreEqual(2.5f, value);
        VBuffer<ReadOnlyMemory<char>> names = default;
        annotations.GetGetter<VBuffer<ReadOnlyMemory<char>>>(annotations.Schema["SlotNames"])(ref names);
        Assert.AreEqual("b", names.GetItemOrDefault(1).ToString());
    }

    [TestMethod]
    public void An_unknown_kind_or_another_type_is_an_error()
    {
        DataViewSchema.Annotations annotations = Some();
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() =>
        {
            float value = 0;
            annotations.GetValue("Other", ref value);
        });
        Assert.Throws<Exception>(() =>
        {
            double value = 0;
            annotations.GetValue("Factor", ref value);
        });
    }

    [TestMethod]
    public void A_selection_can_be_copied()
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add(Some(), kind => kind != "Factor");
        builder.Add(null, _ => true);
        CollectionAssert.AreEqual(new[] { "SlotNames" }, builder.ToAnnotations().Schema.Select(column => column.Name).ToArray());
    }

    [TestMethod]
    public void A_getter_of_the_wrong_type_is_refused()
    {
        var builder = new DataViewSchema.Annotations.Builder();
        Assert.Throws<ArgumentException>(() => builder.AddPrimitiveValue("Factor", NumberDataViewType.Single, 1.0));
        Assert.Throws<ArgumentException>(() => builder.Add("Factor", NumberDataViewType.Single, (ref double value) => value = 1));
        Assert.Throws<ArgumentException>(() => builder.Add("", NumberDataViewType.Single, (ref float value) => value = 1));
    }

    [TestMethod]
    public void Slot_names_need_one_text_for_each_slot()
    {
        Assert.IsTrue(Column(new VectorDataViewType(NumberDataViewType.Single, 3)).HasSlotNames());
        Assert.IsFalse(Column(new VectorDataViewType(NumberDataViewType.Single, 4)).HasSlotNames());
        Assert.IsFalse(Column(new VectorDataViewType(NumberDataViewType.Single)).HasSlotNames());
        Assert.IsFalse(Column(NumberDataViewType.Single).HasSlotNames());
        VBuffer<ReadOnlyMemory<char>> names = default;
        Column(new VectorDataViewType(NumberDataViewType.Single, 3)).GetSlotNames(ref names);
        Assert.AreEqual("c", names.GetItemOrDefault(2).ToString());
    }

    [TestMethod]
    public void Key_values_need_one_value_for_each_key()
    {
        DataViewSchema.Column column = Column(new KeyDataViewType(typeof(uint), 3), "KeyValues");
        Assert.IsTrue(column.HasKeyValues());
        Assert.IsTrue(column.HasKeyValues(TextDataViewType.Instance));
        Assert.IsFalse(column.HasKeyValues(NumberDataViewType.Single));
        Assert.IsFalse(Column(new KeyDataViewType(typeof(uint), 4), "KeyValues").HasKeyValues());
        Assert.IsFalse(Column(NumberDataViewType.UInt32, "KeyValues").HasKeyValues());
        VBuffer<ReadOnlyMemory<char>> values = default;
        column.GetKeyValues(ref values);
        Assert.AreEqual("a", values.GetItemOrDefault(0).ToString());
    }

    private static DataViewSchema.Column Column(DataViewType type, string kind = "SlotNames")
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add(kind, new VectorDataViewType(TextDataViewType.Instance, 3),
            (ref VBuffer<ReadOnlyMemory<char>> value) => VBuffer<ReadOnlyMemory<char>>.Copy(Names, 0, ref value, 3));
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Column", type, annotations.ToAnnotations());
        return builder.ToSchema()[0];
    }

    private static DataViewSchema.Annotations Some()
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.AddPrimitiveValue("Factor", NumberDataViewType.Single, 2.5f);
        Delegate getter = (ValueGetter<VBuffer<ReadOnlyMemory<char>>>)((ref VBuffer<ReadOnlyMemory<char>> value) => VBuffer<ReadOnlyMemory<char>>.Copy(Names, 0, ref value, 3));
        builder.Add("SlotNames", new VectorDataViewType(TextDataViewType.Instance, 3), getter);
        return builder.ToAnnotations();
    }
}
