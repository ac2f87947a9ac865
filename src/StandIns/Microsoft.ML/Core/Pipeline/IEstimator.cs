namespace Microsoft.ML;

/// <summary>Something that learns a transformer from data.</summary>
public interface IEstimator<out TTransformer>
    where TTransformer : ITransformer
{
    /// <summary>Learns.</summary>
    TTransformer Fit(IDataView input);

    /// <summary>The columns that the transformer will give for given input columns; throws when the input does not suit.</summary>
    SchemaShape GetOutputSchema(SchemaShape inputSchema);
}
