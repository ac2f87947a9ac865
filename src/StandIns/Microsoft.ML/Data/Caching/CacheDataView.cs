namespace Microsoft.ML.Data;

/// <summary>
/// A view that keeps what has been read of its source: column by column, row by row, when somebody asks for it.
/// Rows get new identities, their numbers in the order of the source.
/// </summary>
internal sealed class CacheDataView : IDataView
{
    private readonly IDataView _source;
    private readonly Lock _lock = new();
    private readonly CacheFill[] _fillOf;
    private readonly ColumnBuffer[] _buffers;
    private CacheFill _anyFill;

    public CacheDataView(IDataView source)
    {
        _source = source;
        _fillOf = new CacheFill[source.Schema.Count];
        _buffers = new ColumnBuffer[source.Schema.Count];
    }

    public bool CanShuffle => true;

    public DataViewSchema Schema => _source.Schema;

    /// <summary>Known once some column has been read to the end.</summary>
    public long? GetRowCount()
    {
        lock (_lock)
            return _fillOf.Append(_anyFill).FirstOrDefault(fill => fill?.RowCount != null)?.RowCount;
    }

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        bool[] active = ColumnSelection.Mark(Schema, columnsNeeded);
        CacheFill[] fills = FillsFor(active);
        return new CacheCursor(Schema, active, _buffers, fills, Permutation(fills, rand), blocks: null);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        bool[] active = ColumnSelection.Mark(Schema, columnsNeeded);
        CacheFill[] fills = FillsFor(active);
        int[] permutation = Permutation(fills, rand);
        var blocks = n > 1 ? new CacheBlocks() : null;
        var cursors = new DataViewRowCursor[Math.Max(n, 1)];
        for (int i = 0; i < cursors.Length; i++)
            cursors[i] = new CacheCursor(Schema, active, _buffers, fills, permutation, blocks);
        return cursors;
    }

    // The columns that nobody has asked for yet are read together from now on.
    private CacheFill[] FillsFor(bool[] active)
    {
        lock (_lock)
        {
            int[] missing = Enumerable.Range(0, active.Length).Where(i => active[i] && _fillOf[i] == null).ToArray();
            bool nothingToCountBy = _anyFill == null && !active.Contains(true);
            if (missing.Length > 0 || nothingToCountBy)
            {
                DataViewSchema.Column[] columns = Array.ConvertAll(missing, i => Schema[i]);
                foreach (DataViewSchema.Column column in columns)
                    _buffers[column.Index] = ColumnBuffer.Create(column);
                var fill = new CacheFill(_source, columns, Array.ConvertAll(missing, i => _buffers[i]));
                foreach (int index in missing)
                    _fillOf[index] = fill;
                _anyFill ??= fill;
            }
            CacheFill[] needed = Enumerable.Range(0, active.Length).Where(i => active[i]).Select(i => _fillOf[i]).Distinct().ToArray();
            return needed.Length > 0 ? needed : [_anyFill];
        }
    }

    private static int[] Permutation(CacheFill[] fills, Random rand)
    {
        if (rand == null)
            return null;
        var permutation = new int[CacheFill.ReadToTheEnd(fills)];
        for (int i = 0; i < permutation.Length; i++)
            permutation[i] = i;
        rand.Shuffle(permutation);
        return permutation;
    }
}
