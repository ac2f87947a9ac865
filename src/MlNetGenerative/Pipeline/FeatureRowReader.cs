using MlNetGenerative.Core.Training;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetGenerative.Pipeline;

/// <summary>One pass over a features column, checked, as rows of entries that are not zero.</summary>
internal sealed class FeatureRowReader : ITrainingRowReader
{
    private readonly DataViewRowCursor _cursor;
    private readonly ValueGetter<VBuffer<float>> _getter;
    private readonly RowCheck _check;
    private readonly Action<long, long>? _endOfPass;
    private readonly LabelEntry? _label;
    private VBuffer<float> _value;
    private long _rows;
    private long _skipped;

    /// <summary>Reads a cursor, which it owns; <paramref name="endOfPass"/> is told how many rows there were and how many were skipped. With
    /// a label column the label's one-hot code follows the features.</summary>
    public FeatureRowReader(DataViewRowCursor cursor, DataViewSchema.Column column, RowCheck check, Action<long, long>? endOfPass = null, DataViewSchema.Column? label = null)
    {
        _cursor = cursor;
        _getter = cursor.GetGetter<VBuffer<float>>(column);
        _check = check;
        _endOfPass = endOfPass;
        Entries = new NonZeroEntries(column.Name, FeatureColumn.SizeOf(column));
        _label = label is { } key ? new LabelEntry(cursor, key) : null;
    }

    /// <summary>The features of the current row, which the caller may change; <see cref="EntriesChanged"/> must be told.</summary>
    public NonZeroEntries Entries { get; }

    /// <summary>Takes changed <see cref="Entries"/> into the row.</summary>
    public void EntriesChanged() => _label?.Compose(Entries);

    /// <summary>The cursor that is read, standing on the current row.</summary>
    public DataViewRowCursor Cursor => _cursor;

    public ReadOnlySpan<int> Indices => _label is null ? Entries.Indices : _label.Indices;

    public ReadOnlySpan<float> Values => _label is null ? Entries.Values : _label.Values;

    public bool MoveNext()
    {
        while (_cursor.MoveNext())
        {
            _getter(ref _value);
            Entries.Set(in _value);
            if (_check.Accepts(Entries, _cursor.Position) && (_label is null || _label.Append(Entries, _check, _cursor.Position)))
            {
                _rows++;
                return true;
            }
            _skipped++;
        }
        _endOfPass?.Invoke(_rows, _skipped);
        return false;
    }

    public void Dispose() => _cursor.Dispose();
}
