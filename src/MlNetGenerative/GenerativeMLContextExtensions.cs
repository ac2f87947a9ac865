using MlNetGenerative;

namespace Microsoft.ML;

/// <summary>The entry point of generative models on <see cref="MLContext"/>.</summary>
public static class GenerativeMLContextExtensions
{
    /// <summary>The catalog of generative models.</summary>
    /// <param name="mlContext">The context that seeds, logs and hosts them.</param>
    /// <returns>The catalog.</returns>
    /// <example>
    /// <code>
    /// var ml = new MLContext(seed: 1);
    /// RestrictedBoltzmannMachineEstimator estimator = ml.Generative().RestrictedBoltzmannMachine("Hidden", "Features");
    /// </code>
    /// </example>
    public static GenerativeCatalog Generative(this MLContext mlContext)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        return new GenerativeCatalog(mlContext);
    }
}
