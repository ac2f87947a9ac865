using MlNetGenerative.Neural.Tests.Pipeline;
using Microsoft.ML;

namespace MlNetGenerative.Neural.Tests;

[TestClass]
public sealed class VariationalAutoencoderConformance : TorchComponentConformance
{
    protected override IEstimator<ITransformer> Create(MLContext ml, CancellationToken cancellation = default) =>
        ml.Generative().VariationalAutoencoder(Autoencoders.AllColumns(cancellation));
}
