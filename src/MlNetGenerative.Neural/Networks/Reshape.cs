using MlNetGenerative.Neural.Networks;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural;

/// <summary>Gives the values as an image: channels, then rows, then columns.</summary>
/// <param name="Channels">The channels, 1 to 1,048,576.</param>
/// <param name="Height">The rows, 1 to 1,048,576.</param>
/// <param name="Width">The columns, 1 to 1,048,576.</param>
public sealed record Reshape(int Channels, int Height, int Width) : Layer
{
    /// <summary>The channels.</summary>
    public int Channels { get; } = Size(Channels, nameof(Channels));

    /// <summary>The rows.</summary>
    public int Height { get; } = Size(Height, nameof(Height));

    /// <summary>The columns.</summary>
    public int Width { get; } = Size(Width, nameof(Width));

    internal override TensorShape OutputShape(TensorShape input)
    {
        var output = new TensorShape(Channels, Height, Width);
        return input.Count == output.Count ? output : throw WrongShape($"{output.Count} values to make {output} of", input);
    }

    internal override Tensor Forward(Tensor input, LayerModule module) => input.reshape(input.shape[0], Channels, Height, Width);
}
