using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>An estimator that has nothing to learn: its transformer is known beforehand.</summary>
public abstract class TrivialEstimator<TTransformer> : IEstimator<TTransformer>
    where TTransformer : class, ITransformer
{
    private protected readonly IHost Host;
    private protected readonly TTransformer Transformer;

    private protected TrivialEstimator(IHost host, TTransformer transformer)
    {
        Host = Contracts.CheckValue(host, nameof(host));
        Transformer = Contracts.CheckValue(transformer, nameof(transformer));
    }

    /// <summary>Checks the schema and returns the transformer.</summary>
    public TTransformer Fit(IDataView input)
    {
        Contracts.CheckValue(input, nameof(input));
        Transformer.GetOutputSchema(input.Schema);
        return Transformer;
    }

    /// <summary>The columns that the transformer will give for given input columns; throws when the input does not suit.</summary>
    public abstract SchemaShape GetOutputSchema(SchemaShape inputSchema);
}
