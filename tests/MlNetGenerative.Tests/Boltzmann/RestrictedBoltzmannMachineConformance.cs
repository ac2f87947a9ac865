using MlNetGenerative.Tests.Pipeline;
using Microsoft.ML;

namespace MlNetGenerative.Tests.Boltzmann;

[TestClass]
public sealed class RestrictedBoltzmannMachineConformance : ComponentConformance
{
    protected override IEstimator<ITransformer> Create(MLContext ml, CancellationToken cancellation = default) =>
        ml.Generative().RestrictedBoltzmannMachine(Machines.AllColumns(cancellation));
}
