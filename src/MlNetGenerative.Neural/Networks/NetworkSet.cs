using MlNetGenerative.Core.Persistence;
using MlNetGenerative.Neural.Numerics;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Networks;

/// <summary>The networks that one model is made of, each with a name; arrays are named after both, as <c>encoder.0.weight</c>.</summary>
/// <remarks>In evaluation any number of threads may use one set at the same time.</remarks>
internal sealed class NetworkSet : IDisposable
{
    private readonly NetworkModule[] _modules;

    private NetworkSet(IReadOnlyList<(string Name, NetworkLayout Layout, TensorShape Input)> networks, NetworkModule[] modules)
    {
        _modules = modules;
        State = [.. networks.Zip(modules).SelectMany(pair => pair.Second.State.Select(entry => ($"{pair.First.Name}.{entry.Name}", entry.Tensor)))];
    }

    /// <summary>Everything that training changes, by name, network by network.</summary>
    public IReadOnlyList<(string Name, Tensor Tensor)> State { get; }

    public NetworkModule this[int number] => _modules[number];

    /// <summary>Makes networks with first weights drawn from a seed.</summary>
    /// <param name="networks">Names, layers and shapes of input.</param>
    /// <param name="seed">The seed of first weights and dropout.</param>
    /// <param name="outputBias">The first bias of a network's last layer, by its name; null starts as the layer says.</param>
    /// <param name="device">Where they are.</param>
    public static NetworkSet Create(IReadOnlyList<(string Name, NetworkLayout Layout, TensorShape Input)> networks, int seed, Func<string, float[]?> outputBias, Device device) =>
        new(networks, [.. networks.Select((network, number) => NetworkModule.Create(network.Layout, network.Input, (uint)seed, (uint)number, outputBias(network.Name), device))]);

    /// <summary>Makes networks from arrays by name, in evaluation.</summary>
    public static NetworkSet Load(IReadOnlyList<(string Name, NetworkLayout Layout, TensorShape Input)> networks, int seed, Func<string, float[]> arrays, Device device)
    {
        var loaded = new NetworkSet(networks, [.. networks.Select((network, number) => NetworkModule.Load(
            network.Layout, network.Input, (uint)seed, (uint)number, name => arrays($"{network.Name}.{name}"), device))]);
        loaded.SetTraining(false);
        return loaded;
    }

    /// <summary>Names and shapes of <see cref="State"/>, without making arrays.</summary>
    public static IEnumerable<SafetensorsLayout> Layouts(IReadOnlyList<(string Name, NetworkLayout Layout, TensorShape Input)> networks) =>
        networks.SelectMany(network => network.Layout.Arrays(network.Input)
            .Select(array => new SafetensorsLayout($"{network.Name}.{array.Name}", SafetensorsElement.Single, array.Array.Shape)));

    /// <summary>Copies of arrays, as they are saved.</summary>
    public static SafetensorsTensor[] Export(IReadOnlyList<(string Name, Tensor Tensor)> state) =>
        [.. state.Select(entry => new SafetensorsTensor(entry.Name, [.. entry.Tensor.shape.Select(size => (int)size)], TensorArrays.ToArray(entry.Tensor)))];

    /// <summary>What a network makes of its input, as vectors: [rows, …] to [rows, values].</summary>
    public Tensor Forward(int number, Tensor input)
    {
        Tensor values = _modules[number].forward(input);
        return values.dim() > 2 ? values.flatten(1) : values;
    }

    public void SetTraining(bool training)
    {
        foreach (NetworkModule module in _modules)
            module.train(training);
    }

    /// <summary>Sets <see cref="NetworkModule.Update"/> of all networks.</summary>
    public void SetUpdate(ulong update)
    {
        foreach (NetworkModule module in _modules)
            module.Update = update;
    }

    public void Dispose()
    {
        foreach (NetworkModule module in _modules)
            module.Dispose();
    }
}
