using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetGenerative.Pipeline;

namespace MlNetGenerative.Neural.Pipeline;

/// <summary>Reads what a network needs of the row that a cursor stands on.</summary>
internal sealed class RowBatchReader
{
    private readonly ValueGetter<VBuffer<float>> _features;
    private readonly ValueGetter<DataViewRowId> _id;
    private readonly Func<int>? _label;
    private readonly string _columnName;
    private VBuffer<float> _value;

    public RowBatchReader(DataViewRow row, DataViewSchema.Column features, DataViewSchema.Column? label)
    {
        _features = row.GetGetter<VBuffer<float>>(features);
        _id = row.GetIdGetter();
        _label = label is { } key ? KeyColumn.CreateReader(row, key) : null;
        _columnName = features.Name;
    }

    public void ReadInto(RowBatch batch)
    {
        _features(ref _value);
        DataViewRowId id = default;
        _id(ref id);
        batch.Add(in _value, _columnName, _label?.Invoke() ?? -1, id);
    }
}
