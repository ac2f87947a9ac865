namespace Microsoft.ML;

/// <summary>A transformer that applies a trained model.</summary>
public interface IPredictionTransformer<out TModel> : ITransformer
    where TModel : class
{
    /// <summary>The model's parameters.</summary>
    TModel Model { get; }
}
