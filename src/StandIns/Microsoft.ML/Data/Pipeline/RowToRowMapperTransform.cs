namespace Microsoft.ML.Data;

/// <summary>A view with columns added to each row of its source.</summary>
internal sealed class RowToRowMapperTransform : IDataView
{
    private readonly IDataView _source;
    private readonly BoundRowMapper _mapper;

    public RowToRowMapperTransform(IDataView source, IRowMapper mapper)
    {
        _source = source;
        _mapper = new BoundRowMapper(source.Schema, mapper);
    }

    public bool CanShuffle => _source.CanShuffle;

    public DataViewSchema Schema => _mapper.OutputSchema;

    public long? GetRowCount() => _source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        DataViewSchema.Column[] active = columnsNeeded.ToArray();
        return _mapper.GetCursor(_source.GetRowCursor(_mapper.GetDependencies(active), rand), active);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        DataViewSchema.Column[] active = columnsNeeded.ToArray();
        DataViewRowCursor[] inputs = _source.GetRowCursorSet(_mapper.GetDependencies(active), n, rand);
        return Array.ConvertAll(inputs, input => _mapper.GetCursor(input, active));
    }
}
