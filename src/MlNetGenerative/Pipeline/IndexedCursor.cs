using MlNetGenerative.Core.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetGenerative.Pipeline;

/// <summary>
/// A cursor over an <see cref="IndexedView"/>. It reads every <c>batchStride</c>-th batch of rows, so that the cursors of a set share the
/// rows out and <see cref="DataViewRow.Batch"/> puts them back into the serial order. A row's id is its index in the view.
/// </summary>
internal sealed class IndexedCursor : DataViewRowCursor
{
    private readonly IndexedView _view;
    private readonly bool[] _active;
    private readonly RandomPermutation? _order;
    private readonly int _batchStride;
    private readonly Delegate?[] _getters;
    private readonly List<IDisposable> _owned = [];
    private long _batch;
    private long _next;
    private long _position = -1;
    private bool _started;
    private bool _ended;

    public IndexedCursor(IndexedView view, bool[] active, RandomPermutation? order, int firstBatch, int batchStride)
    {
        _view = view;
        _active = active;
        _order = order;
        _batchStride = batchStride;
        _batch = firstBatch;
        _next = (long)firstBatch * view.RowsPerBatch;
        _getters = view.CreateGetters(this, active, ascending: order is null);
    }

    /// <summary>The index in the view of the row that the cursor stands on.</summary>
    public int Index { get; private set; } = -1;

    public override DataViewSchema Schema => _view.Schema;

    public override long Position => _position;

    public override long Batch => _batch;

    public override bool IsColumnActive(DataViewSchema.Column column) => ActiveColumns.IsActive(_active, column);

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) =>
    {
        CheckOnRow();
        id = new DataViewRowId((ulong)Index, 0);
    };

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        ActiveColumns.CheckActive(_active, column);
        return ActiveColumns.Cast<TValue>(_getters[column.Index]!, _view.Schema[column.Index]);
    }

    /// <summary>Disposes an object together with this cursor.</summary>
    public T Own<T>(T owned) where T : IDisposable
    {
        _owned.Add(owned);
        return owned;
    }

    /// <exception cref="InvalidOperationException">The cursor stands before the first row or after the last.</exception>
    public void CheckOnRow()
    {
        if (Index < 0)
            throw new InvalidOperationException("Cannot get a value before the first MoveNext or after the end of the cursor.");
    }

    /// <summary>Writes the indices of the row that the cursor stands on and of those it will move to, as many as there is room for.</summary>
    /// <returns>How many there are.</returns>
    public int CopyUpcoming(Span<int> indices)
    {
        CheckOnRow();
        indices[0] = Index;
        (long next, long batch) = (_next, _batch);
        for (int place = 1; place < indices.Length; place++)
        {
            Follow(ref next, ref batch);
            if (next >= _view.Count)
                return place;
            indices[place] = IndexAt(next++);
        }
        return indices.Length;
    }

    public override bool MoveNext()
    {
        if (_ended)
            return false;
        if (_started)
            Follow(ref _next, ref _batch);
        _started = true;
        if (_next >= _view.Count)
        {
            _ended = true;
            _position = Index = -1;
            return false;
        }
        Index = IndexAt(_next++);
        _position++;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        _ended = true;
        _position = Index = -1;
        if (disposing)
        {
            _owned.ForEach(owned => owned.Dispose());
            _owned.Clear();
        }
        base.Dispose(disposing);
    }

    // After the last row of a batch comes the first one of the next batch that is this cursor's.
    private void Follow(ref long next, ref long batch)
    {
        if (next % _view.RowsPerBatch != 0)
            return;
        batch += _batchStride;
        next = batch * _view.RowsPerBatch;
    }

    private int IndexAt(long place) => _order is null ? (int)place : _order[(int)place];
}
