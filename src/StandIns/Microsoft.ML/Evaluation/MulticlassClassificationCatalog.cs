using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Trainers and metrics for several classes.</summary>
public sealed class MulticlassClassificationCatalog : TrainCatalogBase
{
    internal MulticlassClassificationCatalog(IHostEnvironment env)
        : base(env)
    {
        Trainers = new MulticlassClassificationTrainers(this);
    }

    /// <summary>Trainers.</summary>
    public MulticlassClassificationTrainers Trainers { get; }

    /// <summary>Compares predictions with the truth.</summary>
    /// <param name="data">A scored view.</param>
    /// <param name="labelColumnName">The truth, a key.</param>
    /// <param name="scoreColumnName">The score of each class.</param>
    /// <param name="predictedLabelColumnName">The prediction, a key.</param>
    /// <param name="topKPredictionCount">Up to which number of best classes to count; 0 for none.</param>
    public MulticlassClassificationMetrics Evaluate(IDataView data, string labelColumnName = "Label", string scoreColumnName = "Score",
        string predictedLabelColumnName = "PredictedLabel", int topKPredictionCount = 0)
    {
        Contracts.CheckValue(data, nameof(data));
        Contracts.CheckNonEmpty(labelColumnName, nameof(labelColumnName));
        Contracts.CheckNonEmpty(scoreColumnName, nameof(scoreColumnName));
        Contracts.CheckNonEmpty(predictedLabelColumnName, nameof(predictedLabelColumnName));
        Contracts.CheckParam(topKPredictionCount >= 0, nameof(topKPredictionCount), "Must be non-negative");
        return MulticlassEvaluation.Evaluate(data, labelColumnName, scoreColumnName, predictedLabelColumnName, topKPredictionCount);
    }

    /// <summary>Trains on all folds but one and evaluates on that one, for each fold.</summary>
    /// <param name="data">The data.</param>
    /// <param name="estimator">What to train.</param>
    /// <param name="numberOfFolds">How many folds.</param>
    /// <param name="labelColumnName">The truth, a key after the estimator's transforms.</param>
    /// <param name="samplingKeyColumnName">Rows of equal values in this column go into the same fold.</param>
    /// <param name="seed">Seed of the split.</param>
    public IReadOnlyList<CrossValidationResult<MulticlassClassificationMetrics>> CrossValidate(IDataView data, IEstimator<ITransformer> estimator,
        int numberOfFolds = 5, string labelColumnName = "Label", string samplingKeyColumnName = null, int? seed = null)
    {
        Contracts.CheckValue(data, nameof(data));
        Contracts.CheckValue(estimator, nameof(estimator));
        Contracts.CheckParam(numberOfFolds > 1, nameof(numberOfFolds), "Must be more than 1");
        Contracts.CheckNonEmpty(labelColumnName, nameof(labelColumnName));
        IReadOnlyList<DataOperationsCatalog.TrainTestData> folds = new DataOperationsCatalog(Environment)
            .CrossValidationSplit(data, numberOfFolds, samplingKeyColumnName, seed);
        var results = new CrossValidationResult<MulticlassClassificationMetrics>[folds.Count];
        for (int fold = 0; fold < results.Length; fold++)
        {
            ITransformer model = estimator.Fit(folds[fold].TrainSet);
            IDataView scored = model.Transform(folds[fold].TestSet);
            results[fold] = new CrossValidationResult<MulticlassClassificationMetrics>(model, Evaluate(scored, labelColumnName), scored, fold);
        }

        return results;
    }

    /// <summary>Trainers for several classes; what there is hangs on it as extension methods.</summary>
    public sealed class MulticlassClassificationTrainers : CatalogInstantiatorBase
    {
        internal MulticlassClassificationTrainers(MulticlassClassificationCatalog catalog)
            : base(catalog)
        {
        }
    }
}
