using MlNetGenerative.Neural.Networks;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural;

/// <summary>1 / (1 + exp(-x)) of each value.</summary>
public sealed record Sigmoid : Layer
{
    internal override Tensor Forward(Tensor input, LayerModule module) => input.sigmoid();
}
