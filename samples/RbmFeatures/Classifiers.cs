using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Transforms;
using MlNetGenerative;
using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Training;

namespace Samples.RbmFeatures;

/// <summary>The two pipelines that are compared: the same classifier, once on pixels and once on learned features.</summary>
internal static class Classifiers
{
    public static MulticlassClassificationMetrics OnPixels(MLContext ml, IDataView train, IDataView test)
    {
        // The trainer reads the rows many times, so they are kept in memory.
        ITransformer model = Linear(ml, "Features").Fit(ml.Data.Cache(train));
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
            BatchSize = 20,                                 // many small steps: detectors of strokes instead of blurs
            NumberOfGibbsSteps = 5,                         // chains that move further: samples of all ten digits
            LearningRateSchedule = LearningRateSchedule.Linear,
            Centered = false,                               // units are on for fewer images, which a linear classifier reads better
            Progress = progress,
        })
        .AppendCacheCheckpoint(ml)                          // features are computed once, not in every pass of the classifier
        .Append(Linear(ml, "Hidden"))
        .Append(ml.Transforms.Conversion.MapKeyToValue("Digit", "PredictedLabel"));

    // A tolerance of 1e-5 instead of 1e-7 changes the accuracy by less than 0.001 and saves most of the passes.
    private static LbfgsMaximumEntropyMulticlassTrainer Linear(MLContext ml, string features) =>
        ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", features, optimizationTolerance: 1e-5f);
}
