using System.Collections;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>
/// A vector that is dense (all items stored) or sparse (the items of strictly increasing indices stored, all others default).
/// The arrays behind it may be longer than what is used, and are reused by whoever is handed the buffer by reference.
/// </summary>
public readonly struct VBuffer<T> : IEnumerable
{
    private readonly T[] _values;
    private readonly int[] _indices;
    private readonly int _count;

    /// <summary>The number of items, stored or not.</summary>
    public readonly int Length;

    /// <summary>A dense vector over <paramref name="values"/>; <paramref name="indices"/> is only kept for reuse.</summary>
    public VBuffer(int length, T[] values, int[] indices = null)
    {
        Contracts.CheckParam(length >= 0, nameof(length));
        Contracts.CheckParam((values?.Length ?? 0) >= length, nameof(values));
        Length = length;
        _values = values;
        _count = length;
        _indices = indices;
    }

    /// <summary>A vector of which <paramref name="count"/> items are stored; dense when that is all of them.</summary>
    public VBuffer(int length, int count, T[] values, int[] indices)
    {
        Contracts.CheckParam(length >= 0, nameof(length));
        Contracts.CheckParam(count >= 0 && count <= length, nameof(count));
        Contracts.CheckParam((values?.Length ?? 0) >= count, nameof(values));
        Contracts.CheckParam(count == length || (indices?.Length ?? 0) >= count, nameof(indices));
        Length = length;
        _count = count;
        _values = values;
        _indices = indices;
    }

    /// <summary>True when all items are stored.</summary>
    public bool IsDense => _count == Length;

    internal T[] ValuesArray => _values;

    internal int[] IndicesArray => _indices;

    /// <summary>The stored items.</summary>
    public ReadOnlySpan<T> GetValues() => _values.AsSpan(0, _count);

    /// <summary>The indices of the stored items, strictly increasing; empty when the vector is dense.</summary>
    public ReadOnlySpan<int> GetIndices() => IsDense ? default : _indices.AsSpan(0, _count);

    /// <summary>Copies everything into <paramref name="destination"/>, reusing its arrays; sparse stays sparse.</summary>
    public void CopyTo(ref VBuffer<T> destination)
    {
        var editor = VBufferEditor.Create(ref destination, Length, _count);
        GetValues().CopyTo(editor.Values);
        if (!IsDense)
            GetIndices().CopyTo(editor.Indices);
        destination = editor.Commit();
    }

    /// <summary>Copies everything into <paramref name="destination"/>, which becomes dense.</summary>
    public void CopyToDense(ref VBuffer<T> destination)
    {
        var editor = VBufferEditor.Create(ref destination, Length);
        CopyTo(editor.Values);
        destination = editor.Commit();
    }

    /// <summary>Copies <paramref name="length"/> items from <paramref name="sourceIndex"/> on; sparse stays sparse.</summary>
    public void CopyTo(ref VBuffer<T> destination, int sourceIndex, int length)
    {
        Contracts.CheckParam(sourceIndex >= 0 && sourceIndex <= Length, nameof(sourceIndex), "srcMin");
        Contracts.CheckParam(length >= 0 && sourceIndex <= Length - length, nameof(length), "length");
        if (IsDense)
        {
            var dense = VBufferEditor.Create(ref destination, length);
            GetValues().Slice(sourceIndex, length).CopyTo(dense.Values);
            destination = dense.Commit();
            return;
        }
        ReadOnlySpan<int> indices = GetIndices();
        int first = FirstAtLeast(indices, sourceIndex);
        int count = FirstAtLeast(indices, sourceIndex + length) - first;
        var editor = VBufferEditor.Create(ref destination, length, count);
        GetValues().Slice(first, count).CopyTo(editor.Values);
        if (count < length)
        {
            for (int i = 0; i < count; i++)
                editor.Indices[i] = indices[first + i] - sourceIndex;
        }
        destination = editor.Commit();
    }

    /// <summary>Copies all items, stored or not, into a span of at least <see cref="Length"/>.</summary>
    public void CopyTo(Span<T> destination) => CopyTo(destination, 0);

    /// <summary>Copies all items into a span from <paramref name="destinationIndex"/> on, the ones not stored as <paramref name="defaultValue"/>.</summary>
    public void CopyTo(Span<T> destination, int destinationIndex, T defaultValue = default)
    {
        Contracts.CheckParam(destinationIndex >= 0 && destinationIndex <= destination.Length - Length, nameof(destination), "Not enough room in the destination buffer");
        Span<T> target = destination.Slice(destinationIndex, Length);
        ReadOnlySpan<T> values = GetValues();
        if (IsDense)
        {
            values.CopyTo(target);
            return;
        }
        target.Fill(defaultValue);
        ReadOnlySpan<int> indices = GetIndices();
        for (int i = 0; i < indices.Length; i++)
            target[indices[i]] = values[i];
    }

    /// <summary>Makes <paramref name="destination"/> a dense copy of a part of an array.</summary>
    public static void Copy(T[] source, int sourceIndex, ref VBuffer<T> destination, int length)
    {
        Contracts.CheckParam(length >= 0 && length <= (source?.Length ?? 0), nameof(length));
        Contracts.CheckParam(sourceIndex >= 0 && sourceIndex <= (source?.Length ?? 0) - length, nameof(sourceIndex));
        var editor = VBufferEditor.Create(ref destination, length);
        source.AsSpan(sourceIndex, length).CopyTo(editor.Values);
        destination = editor.Commit();
    }

    /// <summary>Pairs of index and value: the stored ones, or with <paramref name="all"/> every one, in increasing order.</summary>
    public IEnumerable<KeyValuePair<int, T>> Items(bool all = false)
    {
        int next = 0;
        for (int i = 0; i < _count; i++)
        {
            int index = IsDense ? i : _indices[i];
            for (; all && next < index; next++)
                yield return new KeyValuePair<int, T>(next, default);
            yield return new KeyValuePair<int, T>(index, _values[i]);
            next = index + 1;
        }
        for (; all && next < Length; next++)
            yield return new KeyValuePair<int, T>(next, default);
    }

    /// <summary>All items, stored or not, in order.</summary>
    public IEnumerable<T> DenseValues()
    {
        foreach (KeyValuePair<int, T> item in Items(all: true))
            yield return item.Value;
    }

    /// <summary>The item at an index, default when it is not stored.</summary>
    public void GetItemOrDefault(int index, ref T destination) => destination = GetItemOrDefault(index);

    /// <summary>The item at an index, default when it is not stored.</summary>
    public T GetItemOrDefault(int index)
    {
        Contracts.CheckParam(index >= 0 && index < Length, nameof(index));
        if (IsDense)
            return _values[index];
        int position = Array.BinarySearch(_indices ?? [], 0, _count, index);
        return position >= 0 ? _values[position] : default;
    }

    /// <summary>All items, stored or not, in order.</summary>
    public IEnumerator GetEnumerator() => DenseValues().GetEnumerator();

    /// <inheritdoc/>
    public override string ToString()
        => IsDense ? $"Dense vector of size {Length}" : $"Sparse vector of size {Length}, {_count} explicit values";

    private static int FirstAtLeast(ReadOnlySpan<int> indices, int value)
    {
        int position = indices.BinarySearch(value);
        return position >= 0 ? position : ~position;
    }
}
