using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Reads some columns of a view into buffers, as far as they are asked for, by whichever thread asks.</summary>
internal sealed class CacheFill
{
    private readonly IDataView _source;
    private readonly DataViewSchema.Column[] _columns;
    private readonly ColumnBuffer[] _buffers;
    private readonly Lock _lock = new();
    private DataViewRowCursor _cursor;
    private int _users;
    private int _count;
    private bool _complete;

    public CacheFill(IDataView source, DataViewSchema.Column[] columns, ColumnBuffer[] buffers)
    {
        _source = source;
        _columns = columns;
        _buffers = buffers;
    }

    /// <summary>The number of rows, null before the end was reached.</summary>
    public int? RowCount => Volatile.Read(ref _complete) ? _count : null;

    /// <summary>Reads all of several fills; the number of rows.</summary>
    public static int ReadToTheEnd(CacheFill[] fills)
    {
        foreach (CacheFill fill in fills)
        {
            fill.Enter();
            try
            {
                fill.Has(int.MaxValue - 1);
            }
            finally
            {
                fill.Leave();
            }
        }
        int count = fills[0].RowCount.Value;
        Contracts.Check(fills.All(fill => fill.RowCount == count), "The view that is cached gave different numbers of rows when it was read twice.");
        return count;
    }

    /// <summary>Says that a cursor is going to read.</summary>
    public void Enter()
    {
        lock (_lock)
            _users++;
    }

    /// <summary>Says that a cursor is done. The source is closed when nobody reads; it is opened again, and what is known skipped, if need be.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            if (--_users == 0)
                Close();
        }
    }

    /// <summary>Whether there is a row of that number; reads on when it is not known.</summary>
    public bool Has(int row)
    {
        if (row < Volatile.Read(ref _count))
            return true;
        lock (_lock)
        {
            if (!_complete && row >= _count)
                ReadUntil(row);
            return row < _count;
        }
    }

    private void ReadUntil(int row)
    {
        try
        {
            Open();
            while (row >= _count)
            {
                if (!_cursor.MoveNext())
                {
                    Volatile.Write(ref _complete, true);
                    Close();
                    return;
                }
                foreach (ColumnBuffer buffer in _buffers)
                    buffer.Store(_count);
                Volatile.Write(ref _count, _count + 1);
            }
        }
        catch
        {
            Close();
            throw;
        }
    }

    private void Open()
    {
        if (_cursor != null)
            return;
        _cursor = _source.GetRowCursor(_columns);
        foreach (ColumnBuffer buffer in _buffers)
            buffer.Bind(_cursor);
        for (int i = 0; i < _count; i++)
            Contracts.Check(_cursor.MoveNext(), "The view that is cached gave fewer rows when it was read again.");
    }

    private void Close()
    {
        _cursor?.Dispose();
        _cursor = null;
    }
}
