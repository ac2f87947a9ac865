using MlNetGenerative.Neural.Networks;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural;

/// <summary>Gives the values as a vector: channel by channel, row by row.</summary>
public sealed record Flatten : Layer
{
    internal override TensorShape OutputShape(TensorShape input) => new(input.Count);

    internal override Tensor Forward(Tensor input, LayerModule module) => module.Input.IsVector ? input : input.flatten(1);
}
