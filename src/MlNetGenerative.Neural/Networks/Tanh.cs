using MlNetGenerative.Neural.Networks;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural;

/// <summary>The hyperbolic tangent of each value.</summary>
public sealed record Tanh : Layer
{
    internal override Tensor Forward(Tensor input, LayerModule module) => input.tanh();
}
