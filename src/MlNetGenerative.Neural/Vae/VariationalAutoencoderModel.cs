using MlNetGenerative.Core.Persistence;
using MlNetGenerative.Neural;
using MlNetGenerative.Neural.Vae;

namespace MlNetGenerative;

/// <summary>The networks of a fitted variational autoencoder; weights are read as copies.</summary>
public sealed class VariationalAutoencoderModel
{
    private readonly VaeArchitecture _architecture;
    private readonly VaeNetwork _network;

    internal VariationalAutoencoderModel(VaeArchitecture architecture, VaeNetwork network)
    {
        _architecture = architecture;
        _network = network;
    }

    /// <summary>The number of columns of a row.</summary>
    public int NumberOfColumns => _architecture.NumberOfColumns;

    /// <summary>The number of latent units.</summary>
    public int LatentSize => _architecture.LatentSize;

    /// <summary>The layers from the columns to the one that mean and log-variance are linear in.</summary>
    public NetworkLayout Encoder => _architecture.Encoder;

    /// <summary>The layers from the latent vector to the columns.</summary>
    public NetworkLayout Decoder => _architecture.Decoder;

    /// <summary>The distribution of a row given its latent vector.</summary>
    public DecoderDistribution Distribution => _architecture.Distribution;

    /// <summary>Copies of all arrays by name (<c>encoder.0.weight</c>, <c>heads.0.bias</c>, <c>decoder.2.weight</c> …), the last index running fastest.</summary>
    /// <returns>Names and values.</returns>
    /// <exception cref="ObjectDisposedException">The transformer is disposed.</exception>
    public IReadOnlyDictionary<string, float[]> GetWeights() =>
        _network.Export().ToDictionary(tensor => tensor.Layout.Name, tensor => (float[])tensor.Values);
}
