using Microsoft.ML.Data;

namespace StandIns.Tests.Data;

[TestClass]
public class VBufferEditorTests
{
    [TestMethod]
    public void A_dense_vector_is_written_in_place()
    {
        VBuffer<float> vector = default;
        var editor = VBufferEditor.Create(ref vector, 3);
        Assert.IsTrue(editor.CreatedNewValues);
        Assert.AreEqual(3, editor.Values.Length);
        Assert.AreEqual(0, editor.Indices.Length);
        editor.Values[0] = 1;
        editor.Values[1] = 2;
        editor.Values[2] = 3;
        vector = editor.Commit();
        CollectionAssert.AreEqual(new[] { 1f, 2f, 3f }, vector.DenseValues().ToArray());
    }

    [TestMethod]
    public void Long_enough_arrays_are_reused()
    {
        var vector = new VBuffer<float>(4, [1f, 2f, 3f, 4f]);
        var editor = VBufferEditor.Create(ref vector, 2);
        Assert.IsFalse(editor.CreatedNewValues);
        vector = editor.Commit();
        CollectionAssert.AreEqual(new[] { 1f, 2f }, vector.DenseValues().ToArray());
        editor = VBufferEditor.Create(ref vector, 4);
        Assert.IsFalse(editor.CreatedNewValues);
    }

    [TestMethod]
    public void A_sparse_vector_has_indices()
    {
        VBuffer<float> vector = default;
        var editor = VBufferEditor.Create(ref vector, 10, 2);
        Assert.AreEqual(2, editor.Indices.Length);
        editor.Values[0] = 5;
        editor.Indices[0] = 3;
        editor.Values[1] = 6;
        editor.Indices[1] = 9;
        vector = editor.Commit();
        Assert.IsFalse(vector.IsDense);
        Assert.AreEqual(10, vector.Length);
        Assert.AreEqual(6f, vector.GetItemOrDefault(9));
        Assert.AreEqual(0f, vector.GetItemOrDefault(8));
    }

    [TestMethod]
    public void Fewer_items_can_be_committed_than_there_is_room_for()
    {
        VBuffer<float> vector = default;
        var editor = VBufferEditor.Create(ref vector, 5, 5, requireIndicesOnDense: true);
        Assert.AreEqual(5, editor.Indices.Length);
        editor.Values[0] = 8;
        editor.Indices[0] = 2;
        vector = editor.CommitTruncated(1);
        CollectionAssert.AreEqual(new[] { 0f, 0f, 8f, 0f, 0f }, vector.DenseValues().ToArray());
    }

    [TestMethod]
    public void More_items_than_there_is_room_for_cannot_be_committed()
        => Assert.Throws<ArgumentException>(() =>
        {
            VBuffer<float> vector = default;
            VBufferEditor.Create(ref vector, 5, 2).CommitTruncated(3);
        });

    [TestMethod]
    public void Old_values_are_kept_when_asked_for()
    {
        var vector = new VBuffer<float>(2, [1f, 2f]);
        var editor = VBufferEditor.Create(ref vector, 4, keepOldOnResize: true);
        Assert.IsTrue(editor.CreatedNewValues);
        editor.Values[2] = 3;
        editor.Values[3] = 4;
        CollectionAssert.AreEqual(new[] { 1f, 2f, 3f, 4f }, editor.Commit().DenseValues().ToArray());
    }

    [TestMethod]
    public void The_items_of_a_vector_can_be_changed()
    {
        var vector = new VBuffer<float>(6, 2, [5f, 7f], [1, 4]);
        var editor = VBufferEditor.CreateFromBuffer(ref vector);
        editor.Values[1] = 70;
        vector = editor.Commit();
        CollectionAssert.AreEqual(new[] { 0f, 5f, 0f, 0f, 70f, 0f }, vector.DenseValues().ToArray());
    }
}
