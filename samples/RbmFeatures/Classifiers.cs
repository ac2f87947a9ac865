using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetGenerative;
using MlNetGenerative.Core.Training;

namespace Samples.RbmFeatures;

/// <summary>The two pipelines that are compared: the same classifier, once on pixels and once on learned features.</summary>
internal static class Classifiers
{
    public static MulticlassClassificationMetrics OnPixels(MLContext ml, IDataView train, IDataView test)
    {
        var classifier = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", "Features");
        // The trainer reads the rows many times, so they are kept in memory.
        ITransformer model = classifier.Fit(ml.Data.Cache(train));
        return ml.MulticlassClassification.Evaluate(model.Transform(test));
    }

    public static EstimatorChain<KeyToValueMappingTransformer> OnFeatures(MLContext ml, int epochs, IProgress<TrainingProgress> progress) =>
        ml.Generative().RestrictedBoltzmannMachine(new RestrictedBoltzmannMachineEstimator.Options
        {
            InputColumnName = "Features",
            OutputColumnName = "Hidden",                    // 500 probabilities for each image
            ReconstructionColumnName = "Reconstruction",    // computed only where it is asked for
            NumberOfHiddenUnits = 500,
            NumberOfEpochs = epochs,
            Progress = progress,
        })
        .AppendCacheCheckpoint(ml)                          // features are computed once, not in every pass of the classifier
        .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", "Hidden"))
        .Append(ml.Transforms.Conversion.MapKeyToValue("Digit", "PredictedLabel"));
}
