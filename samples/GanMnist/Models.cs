using Microsoft.ML;
using MlNetGenerative;
using MlNetGenerative.Core.Training;
using MlNetGenerative.Neural;

namespace Samples.GanMnist;

/// <summary>The models of this sample.</summary>
internal static class Models
{
    /// <summary>Dense networks that are told the label.</summary>
    public const string Dense = "dense";

    /// <summary>The convolutional networks of the DCGAN tutorial of TensorFlow, without labels.</summary>
    public const string Dcgan = "dcgan";

    /// <summary>What the estimator of a preset is made with; a caller may add to it.</summary>
    public static GenerativeAdversarialNetworkEstimator.Options Options(string preset, int epochs) => preset == Dcgan
        ? new()
        {
            NoiseSize = 100,
            Generator = NetworkPresets.ConvolutionalGenerator,
            Discriminator = NetworkPresets.ConvolutionalDiscriminator,
            Optimizer = new OptimizerSettings(),
            LearningRate = 1e-4f,
            BatchSize = 256,
            NumberOfEpochs = epochs,
        }
        : new()
        {
            InputColumnName = "Features",
            LabelColumnName = "Label",
            NoiseColumnName = "Noise",      // where a view has it, Transform appends Sample
            OutputColumnName = "Sample",
            ScoreColumnName = "Score",      // where a view has Features
            NoiseSize = 64,
            LabelSmoothing = 0.1f,
            LearningRate = 2e-4f,
            DiscriminatorLearningRate = 4e-4f,   // a discriminator that learns faster leaves fewer kinds of images out
            BatchSize = 128,
            NumberOfEpochs = epochs,
        };

    /// <summary>As many epochs as a run of some minutes has time for.</summary>
    /// <param name="preset">The preset.</param>
    /// <param name="rows">The number of training rows.</param>
    public static int Epochs(string preset, long rows) => preset == Dcgan ? (int)Math.Clamp(480_000 / rows, 8, 40) : (int)Math.Clamp(2_400_000 / rows, 40, 200);

    /// <summary>Trains a preset.</summary>
    public static GenerativeAdversarialNetworkTransformer Fit(
        MLContext ml, string preset, int epochs, IDataView train, IProgress<TrainingProgress>? progress = null,
        Action<GenerativeAdversarialNetworkTransformer>? epochCompleted = null, string? checkpoints = null)
    {
        GenerativeAdversarialNetworkEstimator.Options options = Options(preset, epochs);
        (options.Progress, options.EpochCompleted, options.CheckpointDirectory) = (progress, epochCompleted, checkpoints);
        return ml.Generative().GenerativeAdversarialNetwork(options).Fit(train);
    }
}
