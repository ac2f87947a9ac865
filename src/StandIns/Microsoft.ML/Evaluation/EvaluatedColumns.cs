using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Finds the columns that metrics are computed from.</summary>
internal static class EvaluatedColumns
{
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public static DataViewSchema.Column Require(IDataView data, string role, string name)
        => data.Schema.GetColumnOrNull(name) ?? throw Contracts.ExceptSchemaMismatch(nameof(data), role, name);
}
