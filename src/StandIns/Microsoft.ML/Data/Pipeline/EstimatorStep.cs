namespace Microsoft.ML.Data;

/// <summary>An estimator of a chain, when its transformer is used, and whether the data behind it is cached while fitting.</summary>
internal readonly record struct EstimatorStep(IEstimator<ITransformer> Estimator, TransformerScope Scope, bool CacheAfter);
