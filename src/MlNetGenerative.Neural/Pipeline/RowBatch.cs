using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetGenerative.Pipeline;

namespace MlNetGenerative.Neural.Pipeline;

/// <summary>Some rows of a view, dense, as a network takes them.</summary>
/// <remarks>A row with a value that is not finite stands here as zeros, so that nothing of it reaches its neighbours; <see cref="IsFinite"/> knows.</remarks>
internal sealed class RowBatch(int capacity, int width, bool hasLabels)
{
    private readonly bool[] _isFinite = new bool[capacity];

    /// <summary>The largest number of rows. Networks always work on this many, so that a row's result does not depend on how many came with it.</summary>
    public int Capacity => capacity;

    /// <summary>The number of rows read; those after them are zeros once <see cref="Fill"/> was called.</summary>
    public int Count { get; private set; }

    /// <summary>[capacity × width].</summary>
    public float[] Features { get; } = new float[checked(capacity * width)];

    /// <summary>The label of each row, -1 where it has none; empty for a model without labels.</summary>
    public int[] Labels { get; } = new int[hasLabels ? capacity : 0];

    public DataViewRowId[] Ids { get; } = new DataViewRowId[capacity];

    public bool IsFinite(int row) => _isFinite[row];

    public void Clear()
    {
        Count = 0;
        Array.Fill(Labels, -1);
    }

    /// <summary>Makes the rows after the last one zeros.</summary>
    public void Fill() => Array.Clear(Features, Count * width, Features.Length - Count * width);

    /// <summary>Adds a row.</summary>
    /// <exception cref="InvalidOperationException">The vector has another length than its column.</exception>
    public void Add(in VBuffer<float> features, string columnName, int label, DataViewRowId id)
    {
        Span<float> row = Features.AsSpan(Count * width, width);
        _isFinite[Count] = DenseRow.Write(in features, columnName, row);
        if (!_isFinite[Count])
            row.Clear();
        if (hasLabels)
            Labels[Count] = label;
        Ids[Count] = id;
        Count++;
    }
}
