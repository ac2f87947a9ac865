using MlNetGenerative.Core.Numerics;
using MlNetGenerative.Neural.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Networks;

/// <summary>A network with its arrays on a device. In evaluation any number of threads may use it at the same time.</summary>
internal sealed class NetworkModule : nn.Module<Tensor, Tensor>
{
    private readonly LayerModule[] _layers;
    private readonly DropoutNumbers _dropout;

    private NetworkModule(NetworkLayout layout, TensorShape input, ulong seed, uint network, Func<NetworkArray, float[]> values, Device device)
        : base(nameof(NetworkModule))
    {
        _dropout = new DropoutNumbers(new Philox(seed, RandomStream.Dropout + (network << 8)));
        _layers = new LayerModule[layout.Layers.Count];
        var state = new List<(string, Tensor)>();
        ILookup<int, NetworkArray> arrays = layout.Arrays(input).ToLookup(array => array.Layer);
        State = state;
        // What a layer does not take over goes when one of its arrays does not fit.
        using DisposeScope scope = NewDisposeScope();
        try
        {
            for (int place = 0; place < _layers.Length; place++)
            {
                (LayerArray, Tensor)[] tensors =
                    [.. arrays[place].Select(array => (array.Array, TensorArrays.Create(Fitting(values(array), array), array.LongShape, device)))];
                _layers[place] = new LayerModule(layout.Layers[place], input, _dropout, place, tensors);
                register_module($"{place}", _layers[place]);
                state.AddRange(arrays[place].Select(array => (array.Name, _layers[place].Find(array.Array.Name)!)));
                input = layout.Layers[place].OutputShape(input);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>All arrays by name (<c>0.weight</c> …), in the order of <see cref="NetworkLayout.Arrays"/>.</summary>
    public IReadOnlyList<(string Name, Tensor Tensor)> State { get; }

    /// <summary>The number that stands for the update, set before each forward in training: dropout depends on it.</summary>
    public ulong Update
    {
        get => _dropout.Update;
        set => _dropout.Update = value;
    }

    /// <summary>Makes a network with first weights drawn from a seed.</summary>
    /// <param name="layout">Its layers.</param>
    /// <param name="input">The shape of its input.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="network">Its number within the model.</param>
    /// <param name="outputBias">The first bias of its last layer, one value an output; a convolution takes the mean of each channel. Null starts as the layer says.</param>
    /// <param name="device">Where it is.</param>
    public static NetworkModule Create(NetworkLayout layout, TensorShape input, ulong seed, uint network, float[]? outputBias, Device device)
    {
        var weights = new InitialWeights(seed, network);
        bool IsOutputBias(NetworkArray array) => outputBias is not null && array.Layer == layout.LastWithWeights
            && array.Array.Start == LayerArrayStart.Bias && outputBias.Length % array.Array.Shape[0] == 0;
        return new NetworkModule(layout, input, seed, network, array => IsOutputBias(array)
            ? OutputBias(outputBias!, array.Array.Shape[0])
            : weights.Of(layout.Layers[array.Layer], array.Array, array.Place), device);
    }

    /// <summary>Makes a network from arrays by name.</summary>
    /// <exception cref="ArgumentException">An array does not have as many values as its place in the network takes.</exception>
    public static NetworkModule Load(NetworkLayout layout, TensorShape input, ulong seed, uint network, Func<string, float[]> arrays, Device device) =>
        new(layout, input, seed, network, array => arrays(array.Name), device);

    /// <summary>Puts batch normalisation alone into training: all else works as before.</summary>
    public void TrainBatchNormalization()
    {
        foreach (LayerModule layer in _layers)
            if (layer.IsBatchNorm)
                layer.train(true);
    }

    public override Tensor forward(Tensor input)
    {
        foreach (LayerModule layer in _layers)
            input = layer.forward(input);
        return input;
    }

    private static float[] Fitting(float[] values, NetworkArray array) => values.Length == array.Array.Count
        ? values
        : throw new ArgumentException($"Array '{array.Name}' of the network: expected {array.Array.Count} values, got {values.Length}.", nameof(values));

    private static float[] OutputBias(float[] values, int channels)
    {
        int size = values.Length / channels;
        return [.. Enumerable.Range(0, channels).Select(channel => values.AsSpan(channel * size, size).ToArray().Average())];
    }
}
