using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A row mapper with the schema it makes: the input columns at their indices, hidden ones too, then the added ones.</summary>
internal sealed class BoundRowMapper : IRowToRowMapper
{
    private readonly IRowMapper _mapper;

    public BoundRowMapper(DataViewSchema inputSchema, IRowMapper mapper)
    {
        _mapper = mapper;
        InputSchema = inputSchema;
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(inputSchema);
        builder.AddColumns(mapper.GetOutputColumns());
        OutputSchema = builder.ToSchema();
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        bool[] active = ColumnSelection.Mark(OutputSchema, dependingColumns);
        Func<int, bool> needed = _mapper.GetDependencies(IsAddedActive(active));
        return InputSchema.Where(column => active[column.Index] || needed(column.Index)).ToArray();
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        Contracts.CheckValue(input, nameof(input));
        Contracts.CheckValue(activeColumns, nameof(activeColumns));
        Contracts.CheckParam(input.Schema == InputSchema, nameof(input), "Schema of input row must be the same as the schema the mapper is bound to");
        bool[] active = ColumnSelection.Mark(OutputSchema, activeColumns);
        return new ExtendedRow(input, OutputSchema, active, MakeGetters(input, active, out Action disposer), disposer);
    }

    public DataViewRowCursor GetCursor(DataViewRowCursor input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        bool[] active = ColumnSelection.Mark(OutputSchema, activeColumns);
        return new ExtendedCursor(input, OutputSchema, active, MakeGetters(input, active, out Action disposer), disposer);
    }

    private Delegate[] MakeGetters(DataViewRow input, bool[] active, out Action disposer)
        => _mapper.CreateGetters(input, IsAddedActive(active), out disposer);

    private Func<int, bool> IsAddedActive(bool[] active)
    {
        int inputs = InputSchema.Count;
        return index => active[inputs + index];
    }
}
