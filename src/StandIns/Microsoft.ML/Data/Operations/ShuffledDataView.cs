namespace Microsoft.ML.Data;

/// <summary>The rows of a source in another order. A pool of rows is held in memory; each row given is drawn from it and replaced by the next of the source.</summary>
internal sealed class ShuffledDataView : IDataView
{
    private readonly IDataView _source;
    private readonly int _seed;
    private readonly int _poolSize;
    private readonly bool _shuffleSource;

    public ShuffledDataView(IDataView source, int seed, int poolSize, bool shuffleSource)
    {
        _source = source;
        _seed = seed;
        _poolSize = poolSize;
        _shuffleSource = shuffleSource;
    }

    public bool CanShuffle => true;

    public DataViewSchema Schema => _source.Schema;

    public long? GetRowCount() => _source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        DataViewSchema.Column[] columns = columnsNeeded.ToArray();
        rand ??= new Random(_seed);
        Random sourceRand = _shuffleSource && _source.CanShuffle ? new Random(rand.Next()) : null;
        DataViewRowCursor input = _source.GetRowCursor(columns, sourceRand);
        return new ShuffleCursor(input, ColumnSelection.Mark(Schema, columns), _poolSize, rand);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
        => [GetRowCursor(columnsNeeded, rand)];
}
