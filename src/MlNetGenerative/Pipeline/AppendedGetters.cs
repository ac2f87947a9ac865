using Microsoft.ML;

namespace MlNetGenerative.Pipeline;

/// <summary>What a row and a cursor with appended columns have in common: which columns are active, and their getters.</summary>
internal sealed class AppendedGetters
{
    private readonly AppendColumnsMapper _mapper;
    private readonly DataViewRow _input;
    private readonly bool[] _active;
    private readonly Delegate?[] _appended;

    public AppendedGetters(AppendColumnsMapper mapper, DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        _mapper = mapper;
        _input = input;
        _active = ActiveColumns.Mark(mapper.OutputSchema, activeColumns);
        _appended = mapper.CreateGetters(input, _active[mapper.InputSchema.Count..]);
    }

    public bool IsActive(DataViewSchema.Column column) => ActiveColumns.IsActive(_active, column);

    public ValueGetter<TValue> Get<TValue>(DataViewSchema.Column column)
    {
        ActiveColumns.CheckActive(_active, column);
        int appended = column.Index - _mapper.InputSchema.Count;
        return appended < 0
            ? _input.GetGetter<TValue>(_mapper.InputSchema[column.Index])
            : ActiveColumns.Cast<TValue>(_appended[appended]!, _mapper.OutputSchema[column.Index]);
    }
}
