using System.Text.Json.Serialization;
using MlNetGenerative.Core.Training;
using MlNetGenerative.Neural.Networks;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural;

/// <summary>One layer of a network, as data: what it is, not its weights.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Dense), "dense")]
[JsonDerivedType(typeof(Conv2d), "conv2d")]
[JsonDerivedType(typeof(ConvTranspose2d), "conv_transpose2d")]
[JsonDerivedType(typeof(BatchNorm), "batch_norm")]
[JsonDerivedType(typeof(LayerNorm), "layer_norm")]
[JsonDerivedType(typeof(GroupNorm), "group_norm")]
[JsonDerivedType(typeof(Dropout), "dropout")]
[JsonDerivedType(typeof(Relu), "relu")]
[JsonDerivedType(typeof(LeakyRelu), "leaky_relu")]
[JsonDerivedType(typeof(Silu), "silu")]
[JsonDerivedType(typeof(Tanh), "tanh")]
[JsonDerivedType(typeof(Sigmoid), "sigmoid")]
[JsonDerivedType(typeof(Softplus), "softplus")]
[JsonDerivedType(typeof(Flatten), "flatten")]
[JsonDerivedType(typeof(Reshape), "reshape")]
[JsonDerivedType(typeof(Upsample), "upsample")]
public abstract record Layer
{
    internal const int LargestSize = 1 << 20;

    internal Layer()
    {
    }

    /// <summary>The shape of its output; <see cref="WrongShape"/> where the input does not fit.</summary>
    internal virtual TensorShape OutputShape(TensorShape input) => input;

    /// <summary>Its parameters and buffers over an input of this shape, in a fixed order.</summary>
    internal virtual IReadOnlyList<LayerArray> Arrays(TensorShape input) => [];

    /// <summary>How its first weights are drawn.</summary>
    internal virtual WeightInitialization WeightsFrom => WeightInitialization.GlorotUniform;

    /// <summary>Computes its output; shapes [rows, …].</summary>
    internal abstract Tensor Forward(Tensor input, LayerModule module);

    /// <summary>The error of an input that does not fit; the layout adds which layer it is.</summary>
    private protected static ArgumentException WrongShape(string expected, TensorShape got) => new($"expected {expected}, got {got}");

    private protected static int Size(int value, string name)
    {
        SettingCheck.Require(value is >= 1 and <= LargestSize, name, value, $"from 1 to {LargestSize}");
        return value;
    }
}
