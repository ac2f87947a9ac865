using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Something that makes a view from a view.</summary>
public interface ITransformer : ICanSaveModel
{
    /// <summary>The columns that it gives for given input columns; throws when the input does not suit.</summary>
    DataViewSchema GetOutputSchema(DataViewSchema inputSchema);

    /// <summary>The transformed view; nothing is computed before it is read.</summary>
    IDataView Transform(IDataView input);

    /// <summary>Whether each output row is made from one input row.</summary>
    bool IsRowToRowMapper { get; }

    /// <summary>The mapping of rows, for transformers that are one.</summary>
    IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema);
}
