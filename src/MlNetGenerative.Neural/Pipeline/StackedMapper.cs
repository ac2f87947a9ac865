using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetGenerative.Neural.Pipeline;

/// <summary>Two mappers, one on the other, as one: for a model with two networks that each read a column of their own.</summary>
/// <remarks>
/// <para>As a view: <c>new BatchedView(second, new BatchedView(first, source))</c>. An input column has the same index in all schemas, so that
/// the second mapper finds it by index where the first one has hidden it: <c>first.OutputSchema[column.Index]</c>.</para>
/// <para>A network is not run for a column that nobody asks for, and its input is not read.</para>
/// </remarks>
/// <param name="first">The mapper that is bound to the input.</param>
/// <param name="second">A mapper that is bound to the output schema of the first.</param>
internal sealed class StackedMapper(BatchedMapper first, BatchedMapper second) : IRowToRowMapper
{
    public DataViewSchema InputSchema => first.InputSchema;

    public DataViewSchema OutputSchema => second.OutputSchema;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        first.GetDependencies(second.GetDependencies(dependingColumns));

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        DataViewSchema.Column[] active = [.. activeColumns];
        return second.GetRow(first.GetRow(input, second.GetDependencies(active)), active);
    }
}
