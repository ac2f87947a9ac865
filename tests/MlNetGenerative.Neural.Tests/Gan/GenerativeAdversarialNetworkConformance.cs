using MlNetGenerative.Neural.Tests.Pipeline;
using Microsoft.ML;

namespace MlNetGenerative.Neural.Tests;

/// <summary>The column trained on also serves as noise: its samples are held to the promises of a component.</summary>
[TestClass]
public sealed class GenerativeAdversarialNetworkConformance : TorchComponentConformance
{
    protected override IEstimator<ITransformer> Create(MLContext ml, CancellationToken cancellation = default)
    {
        GenerativeAdversarialNetworkEstimator.Options options = AdversarialNetworks.Small(cancellation);
        options.NoiseColumnName = "Features";
        return ml.Generative().GenerativeAdversarialNetwork(options);
    }
}
