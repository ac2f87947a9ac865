using MlNetGenerative.Neural;
using MlNetGenerative.Neural.Gan;

namespace MlNetGenerative;

/// <summary>The networks of a fitted adversarial network; weights are read as copies.</summary>
public sealed class GenerativeAdversarialNetworkModel
{
    private readonly GanArchitecture _architecture;
    private readonly GanNetwork _network;

    internal GenerativeAdversarialNetworkModel(GanArchitecture architecture, GanNetwork network)
    {
        _architecture = architecture;
        _network = network;
    }

    /// <summary>The number of columns of a row.</summary>
    public int NumberOfColumns => _architecture.NumberOfColumns;

    /// <summary>The number of noise values that a row is generated from.</summary>
    public int NoiseSize => _architecture.NoiseSize;

    /// <summary>The layers from the noise to the columns.</summary>
    public NetworkLayout Generator => _architecture.Generator;

    /// <summary>The layers from the columns to the one that the discriminator's output is linear in.</summary>
    public NetworkLayout Discriminator => _architecture.Discriminator;

    /// <summary>Copies of all arrays by name (<c>generator.0.weight</c>, <c>discriminator.0.bias</c>, <c>output.0.weight</c>, with labels
    /// <c>labels.0.weight</c> …), the last index running fastest. The generator's are the moving average where training had one.</summary>
    /// <returns>Names and values.</returns>
    /// <exception cref="ObjectDisposedException">The transformer is disposed.</exception>
    public IReadOnlyDictionary<string, float[]> GetWeights() =>
        _network.Export().ToDictionary(tensor => tensor.Layout.Name, tensor => (float[])tensor.Values);
}
