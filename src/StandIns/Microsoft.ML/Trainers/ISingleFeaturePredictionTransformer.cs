using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>A transformer that applies a trained model to one column of features.</summary>
public interface ISingleFeaturePredictionTransformer<out TModel> : IPredictionTransformer<TModel>
    where TModel : class
{
    /// <summary>The name of the column of features.</summary>
    string FeatureColumnName { get; }

    /// <summary>The type of the column of features.</summary>
    DataViewType FeatureColumnType { get; }
}
