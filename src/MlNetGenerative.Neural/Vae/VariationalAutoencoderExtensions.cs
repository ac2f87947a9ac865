namespace MlNetGenerative;

/// <summary>Adds variational autoencoders to <c>ml.Generative()</c>.</summary>
public static class VariationalAutoencoderExtensions
{
    /// <summary>Makes an estimator of a variational autoencoder for values in [0, 1].</summary>
    /// <param name="catalog">What <c>ml.Generative()</c> gives.</param>
    /// <param name="outputColumnName">The column of latent means that is appended.</param>
    /// <param name="inputColumnName">The column that is encoded; null is the same name as the output.</param>
    /// <param name="latentSize">The number of latent units, 1 to 65,536.</param>
    /// <param name="numberOfEpochs">Passes over the rows, 1 to 1,000,000.</param>
    /// <param name="learningRate">The learning rate, above 0 and at most 10.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range; the message names it, its value and the range.</exception>
    public static VariationalAutoencoderEstimator VariationalAutoencoder(
        this GenerativeCatalog catalog, string outputColumnName, string? inputColumnName = null, int latentSize = 16, int numberOfEpochs = 30, float learningRate = 1e-3f) =>
        new(catalog.Environment, new VariationalAutoencoderEstimator.Options
        {
            OutputColumnName = outputColumnName,
            InputColumnName = inputColumnName,
            LatentSize = latentSize,
            NumberOfEpochs = numberOfEpochs,
            LearningRate = learningRate,
        });

    /// <summary>Makes an estimator of a variational autoencoder from all its options.</summary>
    /// <param name="catalog">What <c>ml.Generative()</c> gives.</param>
    /// <param name="options">The options, read now.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range; the message names it, its value and the range.</exception>
    /// <exception cref="ArgumentException">A column name is missing, or two outputs share one.</exception>
    public static VariationalAutoencoderEstimator VariationalAutoencoder(this GenerativeCatalog catalog, VariationalAutoencoderEstimator.Options options) =>
        new(catalog.Environment, options);
}
