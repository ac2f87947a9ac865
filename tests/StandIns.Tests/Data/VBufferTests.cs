using Microsoft.ML.Data;

namespace StandIns.Tests.Data;

[TestClass]
public class VBufferTests
{
    private static readonly VBuffer<float> Sparse = new(6, 2, [5f, 7f, 99f], [1, 4, 98]);
    private static readonly VBuffer<float> Dense = new(3, [1f, 2f, 3f, 99f]);

    [TestMethod]
    public void A_dense_vector_stores_all_items_and_no_indices()
    {
        Assert.IsTrue(Dense.IsDense);
        Assert.AreEqual(3, Dense.Length);
        CollectionAssert.AreEqual(new[] { 1f, 2f, 3f }, Dense.GetValues().ToArray());
        Assert.AreEqual(0, Dense.GetIndices().Length);
    }

    [TestMethod]
    public void A_sparse_vector_stores_only_what_is_counted()
    {
        Assert.IsFalse(Sparse.IsDense);
        CollectionAssert.AreEqual(new[] { 5f, 7f }, Sparse.GetValues().ToArray());
        CollectionAssert.AreEqual(new[] { 1, 4 }, Sparse.GetIndices().ToArray());
        CollectionAssert.AreEqual(new[] { 0f, 5f, 0f, 0f, 7f, 0f }, Sparse.DenseValues().ToArray());
    }

    [TestMethod]
    public void The_default_vector_is_empty_and_dense()
    {
        VBuffer<float> empty = default;
        Assert.AreEqual(0, empty.Length);
        Assert.IsTrue(empty.IsDense);
        Assert.IsEmpty(empty.DenseValues().ToArray());
    }

    [TestMethod]
    public void Items_are_the_stored_ones_or_all()
    {
        CollectionAssert.AreEqual(new[] { 1, 4 }, Sparse.Items().Select(item => item.Key).ToArray());
        CollectionAssert.AreEqual(new[] { 0, 1, 2, 3, 4, 5 }, Sparse.Items(all: true).Select(item => item.Key).ToArray());
        CollectionAssert.AreEqual(new[] { 0f, 5f, 0f, 0f, 7f, 0f }, Sparse.Items(all: true).Select(item => item.Value).ToArray());
        CollectionAssert.AreEqual(new[] { 0, 1, 2 }, Dense.Items().Select(item => item.Key).ToArray());
    }

    [TestMethod]
    [DataRow(0, 0f)]
    [DataRow(1, 5f)]
    [DataRow(4, 7f)]
    [DataRow(5, 0f)]
    public void One_item_can_be_read(int index, float expected)
    {
        Assert.AreEqual(expected, Sparse.GetItemOrDefault(index));
        float value = -1;
        Sparse.GetItemOrDefault(index, ref value);
        Assert.AreEqual(expected, value);
    }

    [TestMethod]
    [DataRow(-1)]
    [DataRow(6)]
    public void An_index_outside_is_an_error(int index)
        => Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Sparse.GetItemOrDefault(index));

    [TestMethod]
    public void Copying_keeps_sparseness_and_shares_nothing()
    {
        VBuffer<float> copy = default;
        Sparse.CopyTo(ref copy);
        Assert.IsFalse(copy.IsDense);
        CollectionAssert.AreEqual(Sparse.DenseValues().ToArray(), copy.DenseValues().ToArray());
        Dense.CopyTo(ref copy);
        Assert.IsTrue(copy.IsDense);
        CollectionAssert.AreEqual(new[] { 1f, 2f, 3f }, copy.DenseValues().ToArray());
        CollectionAssert.AreEqual(new[] { 5f, 7f }, Sparse.GetValues().ToArray());
    }

    [TestMethod]
    public void Copying_to_dense_stores_the_defaults()
    {
        VBuffer<float> copy = default;
        Sparse.CopyToDense(ref copy);
        Assert.IsTrue(copy.IsDense);
        CollectionAssert.AreEqual(new[] { 0f, 5f, 0f, 0f, 7f, 0f }, copy.GetValues().ToArray());
    }

    [TestMethod]
    [DataRow(0, 6, new[] { 0f, 5f, 0f, 0f, 7f, 0f })]
    [DataRow(1, 3, new[] { 5f, 0f, 0f })]
    [DataRow(2, 2, new[] { 0f, 0f })]
    [DataRow(4, 2, new[] { 7f, 0f })]
    [DataRow(6, 0, new float[0])]
    public void A_part_can_be_copied(int from, int length, float[] expected)
    {
        VBuffer<float> part = new(9, Enumerable.Repeat(-1f, 9).ToArray());
        Sparse.CopyTo(ref part, from, length);
        CollectionAssert.AreEqual(expected, part.DenseValues().ToArray());
        VBuffer<float> dense = default;
        Sparse.CopyToDense(ref dense);
        dense.CopyTo(ref part, from, length);
        CollectionAssert.AreEqual(expected, part.DenseValues().ToArray());
    }

    [TestMethod]
    public void A_span_takes_all_items_at_an_offset_with_a_default()
    {
        float[] target = Enumerable.Repeat(-1f, 8).ToArray();
        Sparse.CopyTo(target, 1, 9f);
        CollectionAssert.AreEqual(new[] { -1f, 9f, 5f, 9f, 9f, 7f, 9f, -1f }, target);
        Sparse.CopyTo(target);
        CollectionAssert.AreEqual(new[] { 0f, 5f, 0f, 0f, 7f, 0f, 9f, -1f }, target);
    }

    [TestMethod]
    public void A_span_too_short_is_an_error()
        => Assert.Throws<ArgumentException>(() => Sparse.CopyTo(new float[5]));

    [TestMethod]
    public void An_array_can_be_copied_in()
    {
        VBuffer<int> vector = default;
        VBuffer<int>.Copy([1, 2, 3, 4], 1, ref vector, 2);
        CollectionAssert.AreEqual(new[] { 2, 3 }, vector.DenseValues().ToArray());
        Assert.IsTrue(vector.IsDense);
    }

    [TestMethod]
    public void Lengths_that_do_not_fit_are_errors()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new VBuffer<float>(-1, []));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new VBuffer<float>(3, [1f, 2f]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new VBuffer<float>(3, 4, new float[4], new int[4]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new VBuffer<float>(3, 2, new float[2], new int[1]));
    }
}
