using MlNetGenerative.Tests.Pipeline;
using Microsoft.ML;

namespace MlNetGenerative.Neural.Tests;

/// <summary>Small adversarial networks for tests.</summary>
internal static class AdversarialNetworks
{
    /// <summary>Networks for the conformance data's features, trained in a moment.</summary>
    public static GenerativeAdversarialNetworkEstimator.Options Small(CancellationToken cancellation = default) => new()
    {
        NoiseSize = 6,
        Generator = new NetworkLayout(new Dense(8), new LeakyRelu(0.2f), new Dense(6), new Sigmoid()),
        Discriminator = new NetworkLayout(new Dense(8), new LeakyRelu(0.2f), new Dropout(0.1f)),
        NumberOfEpochs = 2,
        BatchSize = 16,
        CancellationToken = cancellation,
    };

    /// <summary>Networks that learn the two patterns of the conformance data.</summary>
    /// <remarks>With a seed of their own: an adversarial game may collapse (by the least-squares loss it does with one seed in twenty), and the
    /// seeds that a context draws are others in the official package than in the stand-in.</remarks>
    public static GenerativeAdversarialNetworkEstimator.Options Learning() => new()
    {
        NoiseSize = 4,
        Generator = new NetworkLayout(new Dense(32), new LeakyRelu(0.2f), new Dense(6), new Tanh()),
        Discriminator = new NetworkLayout(new Dense(32), new LeakyRelu(0.2f)),
        NumberOfEpochs = 300,
        BatchSize = 32,
        LearningRate = 0.003f,
        AverageDecay = 0.98,
        Seed = 1,
    };

    public static GenerativeAdversarialNetworkTransformer Fit(GenerativeAdversarialNetworkEstimator.Options options, IDataView? data = null, MLContext? ml = null) =>
        (ml ?? new MLContext(seed: 1)).Generative().GenerativeAdversarialNetwork(options).Fit(data ?? ConformanceData.Create());

    public static GenerativeAdversarialNetworkTransformer Fit(Action<GenerativeAdversarialNetworkEstimator.Options> change, IDataView? data = null)
    {
        GenerativeAdversarialNetworkEstimator.Options options = Small();
        change(options);
        return Fit(options, data);
    }
}
