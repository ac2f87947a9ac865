using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetGenerative.Pipeline;

/// <summary>
/// A transformer bound to one input schema: passes every input column through, hidden ones included, and appends its own.
/// Immutable, so that any number of rows and cursors may use one at the same time.
/// </summary>
/// <remarks>
/// The schemas are built once and every row returns this very <see cref="OutputSchema"/>: ML.NET compares the schemas of
/// chained mappers by reference.
/// </remarks>
internal abstract class AppendColumnsMapper : IRowToRowMapper
{
    protected AppendColumnsMapper(DataViewSchema inputSchema, IReadOnlyList<DataViewSchema.DetachedColumn> appended)
    {
        InputSchema = inputSchema;
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(inputSchema);
        builder.AddColumns(appended);
        OutputSchema = builder.ToSchema();
    }

    /// <inheritdoc/>
    public DataViewSchema InputSchema { get; }

    /// <inheritdoc/>
    public DataViewSchema OutputSchema { get; }

    /// <summary>The number of appended columns; they follow the input columns.</summary>
    public int NumberOfAppendedColumns => OutputSchema.Count - InputSchema.Count;

    /// <summary>The indices of the input columns that an appended column is computed from.</summary>
    protected abstract IEnumerable<int> InputsOf(int appended);

    /// <summary>
    /// One <see cref="ValueGetter{TValue}"/> for each active appended column over one row or cursor, null for the others. They may share
    /// what they compute for a row; two calls share nothing.
    /// </summary>
    public abstract Delegate?[] CreateGetters(DataViewRow input, bool[] appendedActive);

    /// <inheritdoc/>
    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        ArgumentNullException.ThrowIfNull(dependingColumns);
        bool[] needed = new bool[InputSchema.Count];
        foreach (DataViewSchema.Column column in dependingColumns)
        {
            if (column.Index < needed.Length)
                needed[column.Index] = true;
            else
                foreach (int input in InputsOf(column.Index - needed.Length))
                    needed[input] = true;
        }
        return InputSchema.Where(column => needed[column.Index]);
    }

    /// <inheritdoc/>
    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(activeColumns);
        if (input.Schema != InputSchema)
            throw new ArgumentOutOfRangeException(nameof(input), "The row's schema is not the one that this mapper is bound to.");
        return new AppendColumnsRow(this, input, activeColumns);
    }
}
