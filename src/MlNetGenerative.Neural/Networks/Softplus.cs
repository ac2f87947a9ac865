using MlNetGenerative.Neural.Networks;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural;

/// <summary>log(1 + exp(x)) of each value.</summary>
public sealed record Softplus : Layer
{
    internal override Tensor Forward(Tensor input, LayerModule module) => nn.functional.softplus(input);
}
