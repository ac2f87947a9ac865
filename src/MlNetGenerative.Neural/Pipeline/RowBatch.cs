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

    /// <summary>The number of rows read; those after them are zeros.</summary>
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
        Array.Clear(Features);
        Array.Fill(Labels, -1);
    }

    public void Add(NonZeroEntries features, int label, DataViewRowId id)
    {
        _isFinite[Count] = features.IsFinite();
        if (_isFinite[Count])
            features.CopyTo(Features.AsSpan(Count * width, width));
        if (hasLabels)
            Labels[Count] = label;
        Ids[Count] = id;
        Count++;
    }
}
