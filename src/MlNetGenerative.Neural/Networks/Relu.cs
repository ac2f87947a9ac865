using MlNetGenerative.Neural.Networks;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural;

/// <summary>max(x, 0) of each value.</summary>
public sealed record Relu : Layer
{
    internal override Tensor Forward(Tensor input, LayerModule module) => input.relu();
}
