using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Estimators that are fitted one after the other, each on what the transformers before it give.</summary>
public sealed class EstimatorChain<TLastTransformer> : IEstimator<TransformerChain<TLastTransformer>>
    where TLastTransformer : class, ITransformer
{
    private readonly IHost _host;
    private readonly EstimatorStep[] _steps;

    /// <summary>The last estimator, null in an empty chain.</summary>
    public readonly IEstimator<TLastTransformer> LastEstimator;

    /// <summary>An empty chain.</summary>
    public EstimatorChain()
    {
        _steps = [];
    }

    private EstimatorChain(IHost host, EstimatorStep[] steps)
    {
        _host = host;
        _steps = steps;
        LastEstimator = (IEstimator<TLastTransformer>)steps[^1].Estimator;
    }

    /// <summary>Checks the schema all the way through, then fits each estimator.</summary>
    public TransformerChain<TLastTransformer> Fit(IDataView input)
    {
        Contracts.CheckValue(input, nameof(input));
        GetOutputSchema(SchemaShape.Create(input.Schema));

        IDataView data = input;
        var transformers = new ITransformer[_steps.Length];
        for (int i = 0; i < _steps.Length; i++)
        {
            transformers[i] = _steps[i].Estimator.Fit(data);
            data = transformers[i].Transform(data);
            if (_steps[i].CacheAfter && i < _steps.Length - 1)
                data = new CacheDataView(data);
        }
        return new TransformerChain<TLastTransformer>(transformers, _steps.Select(step => step.Scope));
    }

    /// <summary>The columns after the last estimator.</summary>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        SchemaShape schema = inputSchema;
        foreach (EstimatorStep step in _steps)
            schema = step.Estimator.GetOutputSchema(schema);
        return schema;
    }

    /// <summary>The chain with one more estimator.</summary>
    public EstimatorChain<TNewTrans> Append<TNewTrans>(IEstimator<TNewTrans> estimator, TransformerScope scope = TransformerScope.Everything)
        where TNewTrans : class, ITransformer
    {
        Contracts.CheckValue(estimator, nameof(estimator));
        var step = new EstimatorStep(estimator, scope, CacheAfter: false);
        return new EstimatorChain<TNewTrans>(_host, [.. _steps, step]);
    }

    /// <summary>The chain that caches the data here while it is fitted, so that what comes after does not compute it over and over.</summary>
    public EstimatorChain<TLastTransformer> AppendCacheCheckpoint(IHostEnvironment env)
    {
        Contracts.CheckValue(env, nameof(env));
        if (_steps.Length == 0 || _steps[^1].CacheAfter)
            return this;
        return new EstimatorChain<TLastTransformer>(_host ?? env.Register("EstimatorChain"), [.. _steps[..^1], _steps[^1] with { CacheAfter = true }]);
    }
}
