namespace Microsoft.ML.Data;

/// <summary>Makes an output row of an input row.</summary>
public interface IRowToRowMapper
{
    /// <summary>The columns of the input.</summary>
    DataViewSchema InputSchema { get; }

    /// <summary>The columns of the output.</summary>
    DataViewSchema OutputSchema { get; }

    /// <summary>The input columns that are needed for given output columns.</summary>
    IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns);

    /// <summary>A row that follows the input row; disposing it disposes the input.</summary>
    DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns);
}
