using Microsoft.ML;
using MlNetGenerative;
using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Training;
using MlNetGenerative.Neural;

namespace Samples.VaeMnist;

/// <summary>The two models: one for the figures, one with two latent units for the maps.</summary>
internal static class Models
{
    /// <summary>The network of the importance-weighted autoencoder paper: two layers of 200 units, 50 latent units, pixels drawn anew in each epoch.</summary>
    public static VariationalAutoencoderEstimator ForFigures(MLContext ml, int pixels, int epochs, IProgress<TrainingProgress>? progress = null, string? checkpoints = null) =>
        ml.Generative().VariationalAutoencoder(new VariationalAutoencoderEstimator.Options
        {
            InputColumnName = "Features",
            OutputColumnName = "Latent",                    // 50 numbers for each image
            ReconstructionColumnName = "Reconstruction",    // computed only where it is asked for, as the score is
            ScoreColumnName = "Score",
            PredictedLabelColumnName = "IsAnomaly",
            LatentSize = 50,
            Encoder = NetworkPresets.ImportanceWeightedEncoder,
            Decoder = NetworkPresets.ImportanceWeightedDecoder(pixels),
            Binarization = Binarization.Stochastic,
            BatchSize = 100,
            NumberOfEpochs = epochs,
            LearningRateSchedule = LearningRateSchedule.Cosine,   // small steps at the end settle in the middle of what larger ones jump around
            Progress = progress,
            CheckpointDirectory = checkpoints,
        });

    /// <summary>The same layers with two latent units, so that the latent space can be drawn.</summary>
    public static VariationalAutoencoderEstimator ForMaps(MLContext ml, int pixels, int epochs, IProgress<TrainingProgress> progress) =>
        ml.Generative().VariationalAutoencoder(new VariationalAutoencoderEstimator.Options
        {
            LatentSize = 2,
            Encoder = NetworkPresets.ImportanceWeightedEncoder,
            Decoder = NetworkPresets.ImportanceWeightedDecoder(pixels),
            NumberOfEpochs = epochs,
            Progress = progress,
        });
}
