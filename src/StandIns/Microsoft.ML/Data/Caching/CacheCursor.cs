namespace Microsoft.ML.Data;

/// <summary>A cursor over cached rows: all of them, or the blocks that it gets hold of.</summary>
internal sealed class CacheCursor : RootCursor
{
    private readonly ColumnBuffer[] _buffers;
    private readonly CacheFill[] _fills;
    private readonly int[] _permutation;
    private readonly CacheBlocks _blocks;
    private int _block;
    private int _inBlock = CacheBlocks.RowsPerBlock;
    private int _next = -1;
    private int _row;
    private bool _left;

    public CacheCursor(DataViewSchema schema, bool[] active, ColumnBuffer[] buffers, CacheFill[] fills, int[] permutation, CacheBlocks blocks)
        : base(schema, active)
    {
        _buffers = buffers;
        _fills = fills;
        _permutation = permutation;
        _blocks = blocks;
        foreach (CacheFill fill in fills)
            fill.Enter();
    }

    public override long Batch => _block;

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) =>
    {
        CheckGood("ID getter");
        id = new DataViewRowId((ulong)_row, 0);
    };

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        CheckActive(column);
        return ColumnSelection.Cast<TValue>(_buffers[column.Index].MakeGetter(CurrentRow), column);
    }

    protected override bool MoveNextCore()
    {
        Advance();
        if (_permutation != null)
        {
            if (_next >= _permutation.Length)
                return false;
            _row = _permutation[_next];
            return true;
        }
        foreach (CacheFill fill in _fills)
        {
            if (!fill.Has(_next))
                return false;
        }
        _row = _next;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_left)
        {
            _left = true;
            foreach (CacheFill fill in _fills)
                fill.Leave();
        }
        base.Dispose(disposing);
    }

    private void Advance()
    {
        if (_blocks == null)
        {
            _next++;
            return;
        }
        if (++_inBlock >= CacheBlocks.RowsPerBlock)
        {
            _block = _blocks.Take();
            _inBlock = 0;
        }
        _next = _block * CacheBlocks.RowsPerBlock + _inBlock;
    }

    private int CurrentRow()
    {
        CheckGood("getter");
        return _row;
    }
}
