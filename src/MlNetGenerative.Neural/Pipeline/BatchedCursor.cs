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

    /// <exception cref="InvalidOperationException">The source gives its rows in another order to two cursors with the same seed.</exception>
    public override bool MoveNext()
    {
        if (!_passing.MoveNext())
        {
            _row = -1;
            return false;
        }
        if (++_row >= _outputs.Batch.Count)
            ReadBatch();
        DataViewRowId id = default;
        _id(ref id);
        if (_row >= _outputs.Batch.Count || !id.Equals(_outputs.Batch.Ids[_row]))
            throw new InvalidOperationException(
                $"The source of this view gives its rows in another order each time it is read: at row {Position} one cursor has the row {id}, another one " +
                $"{(_row < _outputs.Batch.Count ? _outputs.Batch.Ids[_row].ToString() : "no row")}. Cache the rows first (ml.Data.Cache).");
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        _row = -1;
        if (disposing)
        {
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

    private int Current() => _row >= 0
        ? _row
        : throw new InvalidOperationException("Cannot get a value before the first MoveNext or after the end of the cursor.");
}
