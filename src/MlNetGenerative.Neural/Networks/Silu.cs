using MlNetGenerative.Neural.Networks;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural;

/// <summary>x · sigmoid(x) of each value.</summary>
public sealed record Silu : Layer
{
    internal override Tensor Forward(Tensor input, LayerModule module) => input.silu();
}
