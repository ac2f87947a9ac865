using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetGenerative.Neural.Numerics;
using MlNetGenerative.Pipeline;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Pipeline;

/// <summary>Some rows of a view, dense, as a network takes them.</summary>
/// <remarks>A row with a value that is not finite stands here as zeros, so that nothing of it reaches its neighbours; <see cref="IsFinite"/> knows.</remarks>
internal sealed class RowBatch : IDisposable
{
    private readonly int _width;
    private readonly bool[] _isFinite;
    private readonly float[]? _array;

    /// <param name="capacity">The largest number of rows.</param>
    /// <param name="width">Values in a row.</param>
    /// <param name="hasLabels">Whether rows have labels.</param>
    /// <param name="inTensor">Whether rows are written where a network reads them, into a tensor that lives until <see cref="Dispose"/>, whatever
    /// scope the caller has open: a copy of a large batch costs a twentieth of the time that a small network takes.</param>
    public RowBatch(int capacity, int width, bool hasLabels, bool inTensor)
    {
        Capacity = capacity;
        _width = width;
        _isFinite = new bool[capacity];
        Labels = new int[hasLabels ? capacity : 0];
        Ids = new DataViewRowId[capacity];
        if (inTensor)
            Rows = zeros([capacity, width], ScalarType.Float32).DetachFromDisposeScope();
        else
            _array = new float[checked(capacity * width)];
    }

    /// <summary>The largest number of rows. Networks always work on this many, so that a row's result does not depend on how many came with it.</summary>
    public int Capacity { get; }

    /// <summary>The number of rows read; those after them are zeros once <see cref="Fill"/> was called.</summary>
    public int Count { get; private set; }

    /// <summary>The rows as a tensor in the processor's memory, [capacity × width]; null where they are in an array.</summary>
    public Tensor? Rows { get; }

    /// <summary>The values, [capacity × width].</summary>
    public Span<float> Features => Rows is null ? _array : TensorArrays.Values(Rows);

    /// <summary>The label of each row, -1 where it has none; empty for a model without labels.</summary>
    public int[] Labels { get; }

    public DataViewRowId[] Ids { get; }

    public bool IsFinite(int row) => _isFinite[row];

    public void Clear()
    {
        Count = 0;
        Array.Fill(Labels, -1);
    }

    /// <summary>Makes the rows after the last one zeros.</summary>
    public void Fill() => Features[(Count * _width)..].Clear();

    public void Dispose() => Rows?.Dispose();

    /// <summary>Adds a row.</summary>
    /// <exception cref="InvalidOperationException">The vector has another length than its column.</exception>
    public void Add(in VBuffer<float> features, string columnName, int label, DataViewRowId id)
    {
        Span<float> row = Features.Slice(Count * _width, _width);
        _isFinite[Count] = DenseRow.Write(in features, columnName, row);
        if (!_isFinite[Count])
            row.Clear();
        if (Labels.Length > 0)
            Labels[Count] = label;
        Ids[Count] = id;
        Count++;
    }
}
