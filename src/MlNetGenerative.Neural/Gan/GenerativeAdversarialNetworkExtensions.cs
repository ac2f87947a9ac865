namespace MlNetGenerative;

/// <summary>Adds generative adversarial networks to <c>ml.Generative()</c>.</summary>
public static class GenerativeAdversarialNetworkExtensions
{
    /// <summary>Makes an estimator of a generative adversarial network for values in [0, 1].</summary>
    /// <param name="catalog">What <c>ml.Generative()</c> gives.</param>
    /// <param name="inputColumnName">The column that rows like it are generated of.</param>
    /// <param name="labelColumnName">A key column that both networks are told as well; null trains without labels.</param>
    /// <param name="noiseSize">The number of noise values that a row is generated from, 1 to 65,536.</param>
    /// <param name="numberOfEpochs">Passes over the rows, 1 to 1,000,000.</param>
    /// <param name="learningRate">The learning rate of both networks, above 0 and at most 10.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range; the message names it, its value and the range.</exception>
    public static GenerativeAdversarialNetworkEstimator GenerativeAdversarialNetwork(
        this GenerativeCatalog catalog, string inputColumnName = "Features", string? labelColumnName = null, int noiseSize = 100, int numberOfEpochs = 30, float learningRate = 2e-4f) =>
        new(catalog.Environment, new GenerativeAdversarialNetworkEstimator.Options
        {
            InputColumnName = inputColumnName,
            LabelColumnName = labelColumnName,
            NoiseSize = noiseSize,
            NumberOfEpochs = numberOfEpochs,
            LearningRate = learningRate,
        });

    /// <summary>Makes an estimator of a generative adversarial network from all its options.</summary>
    /// <param name="catalog">What <c>ml.Generative()</c> gives.</param>
    /// <param name="options">The options, read now.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range; the message names it, its value and the range.</exception>
    /// <exception cref="ArgumentException">A column name is missing, or the label column is another one as well.</exception>
    public static GenerativeAdversarialNetworkEstimator GenerativeAdversarialNetwork(this GenerativeCatalog catalog, GenerativeAdversarialNetworkEstimator.Options options) =>
        new(catalog.Environment, options);
}
