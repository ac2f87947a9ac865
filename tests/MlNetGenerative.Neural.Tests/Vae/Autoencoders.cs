using Microsoft.ML;

namespace MlNetGenerative.Neural.Tests;

/// <summary>Small autoencoders for tests.</summary>
internal static class Autoencoders
{
    /// <summary>All columns of the conformance data's features, trained in a moment.</summary>
    public static VariationalAutoencoderEstimator.Options AllColumns(CancellationToken cancellation = default) => new()
    {
        LatentLogVarianceColumnName = "LogVariance",
        SampleColumnName = "Sample",
        ReconstructionColumnName = "Reconstruction",
        ScoreColumnName = "Score",
        PredictedLabelColumnName = "IsAnomaly",
        LatentSize = 3,
        Encoder = new NetworkLayout(new Dense(8), new Tanh()),
        Decoder = new NetworkLayout(new Dense(8), new Tanh(), new Dense(6)),
        NumberOfEpochs = 2,
        BatchSize = 16,
        CancellationToken = cancellation,
    };

    public static VariationalAutoencoderTransformer Fit(IDataView data, Action<VariationalAutoencoderEstimator.Options>? change = null)
    {
        VariationalAutoencoderEstimator.Options options = AllColumns();
        change?.Invoke(options);
        return new MLContext(seed: 1).Generative().VariationalAutoencoder(options).Fit(data);
    }
}
