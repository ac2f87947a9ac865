using MlNetGenerative.Generation;
using Microsoft.ML;

namespace MlNetGenerative.Evaluation;

/// <summary>Measures the likelihood of rows under the model in a chain, after the transformers that come before it.</summary>
internal static class LikelihoodEvaluation
{
    public static LikelihoodMetrics Evaluate(ITransformer model, IDataView data, LikelihoodOptions? options)
    {
        ArgumentNullException.ThrowIfNull(data);
        (ILikelihoodModel found, IReadOnlyList<ITransformer> before) = GenerativeModels.FindOnly<ILikelihoodModel>(model);
        return found.EvaluateLikelihood(before.Aggregate(data, (rows, transformer) => transformer.Transform(rows)), options);
    }
}
