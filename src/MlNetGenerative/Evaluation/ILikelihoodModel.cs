using Microsoft.ML;

namespace MlNetGenerative;

/// <summary>A model that can say how likely rows are.</summary>
public interface ILikelihoodModel
{
    /// <summary>Measures the log-likelihood of rows under the model.</summary>
    /// <param name="data">The rows, with the column that the model reads.</param>
    /// <param name="options">How; null for the model's own way.</param>
    /// <returns>The metrics, in nats per row.</returns>
    LikelihoodMetrics EvaluateLikelihood(IDataView data, LikelihoodOptions? options = null);
}
