using System.Collections.Immutable;
using Microsoft.ML.Data;

namespace StandIns.Tests.Data;

[TestClass]
public class DataViewTypeTests
{
    [TestMethod]
    public void Types_say_in_words_what_they_are()
    {
        Assert.AreEqual("Single", NumberDataViewType.Single.ToString());
        Assert.AreEqual("UInt16", NumberDataViewType.UInt16.ToString());
        Assert.AreEqual("String", TextDataViewType.Instance.ToString());
        Assert.AreEqual("Boolean", BooleanDataViewType.Instance.ToString());
        Assert.AreEqual("Vector<Single, 784>", new VectorDataViewType(NumberDataViewType.Single, 784).ToString());
        Assert.AreEqual("Vector<Single, 28, 28>", new VectorDataViewType(NumberDataViewType.Single, 28, 28).ToString());
        Assert.AreEqual("VarVector<Single>", new VectorDataViewType(NumberDataViewType.Single).ToString());
        Assert.AreEqual("Key<UInt32, 0-9>", new KeyDataViewType(typeof(uint), 10).ToString());
    }

    [TestMethod]
    public void Types_know_their_values()
    {
        Assert.AreEqual(typeof(float), NumberDataViewType.Single.RawType);
        Assert.AreEqual(typeof(ReadOnlyMemory<char>), TextDataViewType.Instance.RawType);
        Assert.AreEqual(typeof(DataViewRowId), RowIdDataViewType.Instance.RawType);
        Assert.AreEqual(typeof(VBuffer<double>), new VectorDataViewType(NumberDataViewType.Double, 2).RawType);
        Assert.AreEqual(typeof(byte), new KeyDataViewType(typeof(byte), 3).RawType);
        Assert.AreEqual(typeof(DateTimeOffset), DateTimeOffsetDataViewType.Instance.RawType);
        Assert.AreEqual(typeof(TimeSpan), TimeSpanDataViewType.Instance.RawType);
        Assert.AreEqual(typeof(DateTime), DateTimeDataViewType.Instance.RawType);
    }

    [TestMethod]
    public void Equal_types_are_equal()
    {
        Assert.IsTrue(new VectorDataViewType(NumberDataViewType.Single, 3).Equals((DataViewType)new VectorDataViewType(NumberDataViewType.Single, ImmutableArray.Create(3))));
        Assert.IsFalse(new VectorDataViewType(NumberDataViewType.Single, 6).Equals((DataViewType)new VectorDataViewType(NumberDataViewType.Single, 2, 3)));
        Assert.IsFalse(new VectorDataViewType(NumberDataViewType.Single, 3).Equals((DataViewType)new VectorDataViewType(NumberDataViewType.Double, 3)));
        Assert.AreEqual(new KeyDataViewType(typeof(uint), 10), new KeyDataViewType(typeof(uint), 10UL));
        Assert.AreNotEqual(new KeyDataViewType(typeof(uint), 10), new KeyDataViewType(typeof(uint), 11));
        Assert.AreEqual(new KeyDataViewType(typeof(uint), 10).GetHashCode(), new KeyDataViewType(typeof(uint), 10).GetHashCode());
        Assert.IsFalse(new KeyDataViewType(typeof(uint), 10).Equals((DataViewType)NumberDataViewType.UInt32));
    }

    [TestMethod]
    public void A_vector_knows_its_size()
    {
        var image = new VectorDataViewType(NumberDataViewType.Single, 4, 5);
        Assert.AreEqual(20, image.Size);
        Assert.IsTrue(image.IsKnownSize);
        CollectionAssert.AreEqual(new[] { 4, 5 }, image.Dimensions.ToArray());
        var open = new VectorDataViewType(NumberDataViewType.Single, 4, 0);
        Assert.AreEqual(0, open.Size);
        Assert.IsFalse(open.IsKnownSize);
    }

    [TestMethod]
    public void A_key_needs_an_unsigned_type_and_a_count()
    {
        Assert.IsTrue(KeyDataViewType.IsValidDataType(typeof(ulong)));
        Assert.IsFalse(KeyDataViewType.IsValidDataType(typeof(int)));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new KeyDataViewType(typeof(int), 10));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new KeyDataViewType(typeof(byte), 256));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new KeyDataViewType(typeof(uint), 0));
        Assert.AreEqual(255UL, new KeyDataViewType(typeof(byte), 255).Count);
    }
}
