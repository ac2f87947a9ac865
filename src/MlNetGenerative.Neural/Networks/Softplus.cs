using MlNetGenerative.Neural.Networks;
using MlNetGenerative.Neural.Numerics;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural;

/// <summary>log(1 + exp(x)) of each value.</summary>
public sealed record Softplus : Layer
{
    internal override Tensor Forward(Tensor input, LayerModule module) => input.Softplus();
}
