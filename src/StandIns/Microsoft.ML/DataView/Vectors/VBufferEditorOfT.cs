using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Writes the items of a vector in place; <see cref="Commit"/> returns the vector to assign.</summary>
public readonly ref struct VBufferEditor<T>
{
    private readonly int _logicalLength;
    private readonly T[] _values;
    private readonly int[] _indices;

    /// <summary>The stored items.</summary>
    public readonly Span<T> Values;

    /// <summary>The indices of the stored items; empty when the vector is dense.</summary>
    public readonly Span<int> Indices;

    internal VBufferEditor(int logicalLength, int count, T[] values, int[] indices, bool withIndices, bool createdNewValues, bool createdNewIndices)
    {
        _logicalLength = logicalLength;
        _values = values;
        _indices = indices;
        Values = values.AsSpan(0, count);
        Indices = withIndices ? indices.AsSpan(0, count) : default;
        CreatedNewValues = createdNewValues;
        CreatedNewIndices = createdNewIndices;
    }

    /// <summary>True when the vector's array of values was too short, so that nothing of it is kept.</summary>
    public bool CreatedNewValues { get; }

    /// <summary>True when the vector's array of indices was too short, so that nothing of it is kept.</summary>
    public bool CreatedNewIndices { get; }

    /// <summary>The vector, of all items the editor was made for.</summary>
    public VBuffer<T> Commit() => new(_logicalLength, Values.Length, _values, _indices);

    /// <summary>The vector, of only the first items.</summary>
    public VBuffer<T> CommitTruncated(int physicalValuesCount)
    {
        Contracts.CheckParam(physicalValuesCount >= 0 && physicalValuesCount <= Values.Length, nameof(physicalValuesCount),
            "Updating CommitTruncated to be larger than the original value count");
        return new VBuffer<T>(_logicalLength, physicalValuesCount, _values, _indices);
    }
}
