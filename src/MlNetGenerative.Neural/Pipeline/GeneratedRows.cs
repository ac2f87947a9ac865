using MlNetGenerative.Pipeline;

namespace MlNetGenerative.Neural.Pipeline;

/// <summary>Computes rows from their indices.</summary>
/// <param name="indices">The rows' indices, always as many, in any order; of a batch that is not full the last one repeats.</param>
/// <param name="values">[indices × width].</param>
internal delegate void GenerateRows(ReadOnlySpan<int> indices, float[] values);

/// <summary>Rows of an <see cref="IndexedView"/> that a network computes: the next ones that a cursor will give are computed together, whatever
/// their order, so that a shuffled cursor is as fast as a serial one. Belongs to one cursor.</summary>
internal sealed class GeneratedRows(IndexedCursor cursor, int width, GenerateRows generate)
{
    private readonly int[] _indices = new int[BatchedView.RowsPerBatch];
    private readonly float[] _values = new float[BatchedView.RowsPerBatch * width];
    private long _first;
    private int _count;

    /// <summary>The values of the row that the cursor stands on.</summary>
    /// <exception cref="InvalidOperationException">The cursor stands before the first row or after the last.</exception>
    public ReadOnlySpan<float> Current()
    {
        cursor.CheckOnRow();
        if (cursor.Position >= _first + _count)
            Compute();
        return _values.AsSpan((int)(cursor.Position - _first) * width, width);
    }

    private void Compute()
    {
        _count = 0;   // so that an error leaves nothing half computed behind
        int count = cursor.CopyUpcoming(_indices);
        _indices.AsSpan(count).Fill(_indices[count - 1]);
        generate(_indices, _values);
        (_first, _count) = (cursor.Position, count);
    }
}
