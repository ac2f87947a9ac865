namespace Microsoft.ML.Data;

/// <summary>Draws rows from a pool that it keeps filled from its input.</summary>
internal sealed class ShuffleCursor : RootCursor
{
    private readonly DataViewRowCursor _input;
    private readonly ValueGetter<DataViewRowId> _getId;
    private readonly ColumnBuffer[] _buffers;
    private readonly List<int> _pool = [];
    private readonly int _poolSize;
    private readonly Random _rand;
    private DataViewRowId[] _ids = [];
    private int _current = -1;

    public ShuffleCursor(DataViewRowCursor input, bool[] active, int poolSize, Random rand)
        : base(input.Schema, active)
    {
        _input = input;
        _getId = input.GetIdGetter();
        _poolSize = poolSize;
        _rand = rand;
        _buffers = new ColumnBuffer[active.Length];
        for (int i = 0; i < active.Length; i++)
        {
            if (!active[i])
                continue;
            _buffers[i] = ColumnBuffer.Create(Schema[i]);
            _buffers[i].Bind(input);
        }
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = _ids[Current()];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        CheckActive(column);
        return ColumnSelection.Cast<TValue>(_buffers[column.Index].MakeGetter(Current), column);
    }

    protected override bool MoveNextCore()
    {
        // The place of the row given last is free now.
        if (_current >= 0 && _input.MoveNext())
            Store(_current);
        else if (_current < 0)
            FillPool();
        if (_pool.Count == 0)
            return false;
        int drawn = _rand.Next(_pool.Count);
        _current = _pool[drawn];
        _pool[drawn] = _pool[^1];
        _pool.RemoveAt(_pool.Count - 1);
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _input.Dispose();
        base.Dispose(disposing);
    }

    private void FillPool()
    {
        for (int place = 0; place < _poolSize && _input.MoveNext(); place++)
            Store(place);
    }

    private void Store(int place)
    {
        if (place >= _ids.Length)
            Array.Resize(ref _ids, Math.Max(place + 1, Math.Min(_poolSize, _ids.Length * 2)));
        _getId(ref _ids[place]);
        foreach (ColumnBuffer buffer in _buffers)
            buffer?.Store(place);
        _pool.Add(place);
    }

    private int Current()
    {
        CheckGood("getter");
        return _current;
    }
}
