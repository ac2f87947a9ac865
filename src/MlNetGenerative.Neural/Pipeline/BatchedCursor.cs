using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetGenerative.Pipeline;

namespace MlNetGenerative.Neural.Pipeline;

/// <summary>A cursor over a <see cref="BatchedView"/>; it owns the two cursors it stands on.</summary>
internal sealed class BatchedCursor : DataViewRowCursor
{
    private readonly BatchedMapper _mapper;
    private readonly DataViewRowCursor _ahead;
    private readonly DataViewRowCursor _passing;
    private readonly bool[] _active;
    private readonly BatchOutputs _outputs;
    private readonly RowBatchReader _reader;
    private readonly Delegate?[] _getters;
    private readonly ValueGetter<DataViewRowId> _id;
    private int _row = -1;
    private long _rowsGiven;
    private bool _hasEnded;

    public BatchedCursor(BatchedMapper mapper, DataViewRowCursor ahead, DataViewRowCursor passing, bool[] active)
    {
        _mapper = mapper;
        _ahead = ahead;
        _passing = passing;
        _active = active;
        bool[] appended = active[mapper.InputSchema.Count..];
        _outputs = new BatchOutputs(mapper, BatchedView.RowsPerBatch, appended);
        _outputs.Clear();
        _reader = mapper.CreateReader(ahead);
        _getters = [.. mapper.Outputs.Select((output, place) => appended[place] ? _outputs.CreateGetter(output, place, Current) : null)];
        _id = passing.GetIdGetter();
    }

    public override DataViewSchema Schema => _mapper.OutputSchema;

    public override long Position => _passing.Position;

    public override long Batch => _passing.Batch;

    public override ValueGetter<DataViewRowId> GetIdGetter() => _passing.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => ActiveColumns.IsActive(_active, column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        ActiveColumns.CheckActive(_active, column);
        int appended = column.Index - _mapper.InputSchema.Count;
        return appended < 0
            ? _passing.GetGetter<TValue>(_mapper.InputSchema[column.Index])
            : ActiveColumns.Cast<TValue>(_getters[appended]!, _mapper.OutputSchema[column.Index]);
    }

    /// <exception cref="InvalidOperationException">The source gives other rows, or another order, to two cursors with the same seed.</exception>
    public override bool MoveNext()
    {
        if (_hasEnded)
            return false;
        bool isOnRow = _passing.MoveNext();
        if (++_row >= _outputs.Batch.Count)
            ReadBatch();
        bool isAheadOnRow = _row < _outputs.Batch.Count;
        if (!isOnRow)
        {
            _hasEnded = true;
            _row = -1;
            return isAheadOnRow ? throw Unrepeatable("has ended", "more") : false;
        }
        DataViewRowId id = default;
        _id(ref id);
        if (!isAheadOnRow || !id.Equals(_outputs.Batch.Ids[_row]))
            throw Unrepeatable($"has the row {id}", isAheadOnRow ? $"the row {_outputs.Batch.Ids[_row]}" : "no row");
        _rowsGiven++;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        _hasEnded = true;
        _row = -1;
        if (disposing)
        {
            _outputs.Dispose();
            _ahead.Dispose();
            _passing.Dispose();
        }
        base.Dispose(disposing);
    }

    private void ReadBatch()
    {
        _outputs.Clear();
        _row = 0;
        while (_outputs.Batch.Count < BatchedView.RowsPerBatch && _ahead.MoveNext())
            _reader.ReadInto(_outputs.Batch);
    }

    private InvalidOperationException Unrepeatable(string passing, string ahead) => new(
        $"The source of this view gives other rows, or another order, each time it is read: after {_rowsGiven} rows one cursor {passing}, another one has {ahead}. "
        + "Cache the rows first (ml.Data.Cache).");

    private int Current() => _row >= 0
        ? _row
        : throw new InvalidOperationException("Cannot get a value before the first MoveNext or after the end of the cursor.");
}
