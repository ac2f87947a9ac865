using Microsoft.ML;
using MlNetGenerative;
using MlNetGenerative.Core.Training;

namespace Samples.GanMnist;

/// <summary>The network of this sample.</summary>
internal static class Models
{
    public const int NoiseSize = 64;

    /// <summary>Dense networks that are told the label.</summary>
    public static GenerativeAdversarialNetworkEstimator Conditional(MLContext ml, int epochs, IProgress<TrainingProgress>? progress = null, string? checkpoints = null, CancellationToken cancellation = default) =>
        ml.Generative().GenerativeAdversarialNetwork(new GenerativeAdversarialNetworkEstimator.Options
        {
            InputColumnName = "Features",
            LabelColumnName = "Label",
            NoiseColumnName = "Noise",      // where a view has it, Transform appends Sample
            OutputColumnName = "Sample",
            ScoreColumnName = "Score",      // where a view has Features
            NoiseSize = NoiseSize,
            LabelSmoothing = 0.1f,
            BatchSize = 128,
            NumberOfEpochs = epochs,
            Progress = progress,
            CheckpointDirectory = checkpoints,
            CancellationToken = cancellation,
        });
}
