using MlNetGenerative.Core.Persistence;
using MlNetGenerative.Neural.Networks;
using MlNetGenerative.Neural.Numerics;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Vae;

/// <summary>The networks of an autoencoder on a device: encoder, the two heads, decoder, and the log-variance of Gaussian columns.</summary>
/// <remarks>In evaluation any number of threads may use one network at the same time.</remarks>
internal sealed class VaeNetwork : IDisposable
{
    private const string LogVarianceName = "log_variance";

    private readonly VaeArchitecture _architecture;
    private readonly NetworkSet _networks;
    private readonly Tensor? _logVariance;
    private bool _disposed;

    private VaeNetwork(VaeArchitecture architecture, NetworkSet networks, float[]? logVariances, Device device)
    {
        _architecture = architecture;
        _networks = networks;
        if (logVariances is not null)
            _logVariance = TensorArrays.Create(logVariances, [logVariances.Length], device)
                .requires_grad_(architecture.IsDeviationLearned).DetachFromDisposeScope();
        State =
        [
            .. networks.State,
            .. _logVariance is null ? [] : new[] { (LogVarianceName, _logVariance) },
        ];
    }

    /// <summary>Everything that training changes, by name, in a fixed order.</summary>
    public IReadOnlyList<(string Name, Tensor Tensor)> State { get; }

    /// <summary>Makes networks with first weights drawn from a seed.</summary>
    /// <param name="architecture">Their layers.</param>
    /// <param name="seed">The seed of first weights and dropout.</param>
    /// <param name="outputBias">The first bias of the decoder's last layer, one a column; null starts as the layer says.</param>
    /// <param name="device">Where they are.</param>
    public static VaeNetwork Create(VaeArchitecture architecture, int seed, float[]? outputBias, Device device)
    {
        float[]? logVariances = null;
        if (architecture.NumberOfLogVariances > 0)
        {
            logVariances = new float[architecture.NumberOfLogVariances];
            Array.Fill(logVariances, 2 * MathF.Log(architecture.StandardDeviation));
        }
        var networks = NetworkSet.Create(architecture.Networks, seed, name => name == VaeArchitecture.DecoderName ? outputBias : null, device);
        return new VaeNetwork(architecture, networks, logVariances, device);
    }

    /// <summary>Makes networks from the arrays of a file, in evaluation.</summary>
    public static VaeNetwork Load(VaeArchitecture architecture, int seed, Safetensors tensors, Device device) => new(
        architecture, NetworkSet.Load(architecture.Networks, seed, tensors.GetSingles, device),
        architecture.NumberOfLogVariances > 0 ? tensors.GetSingles(LogVarianceName) : null, device);

    /// <summary>Names and shapes of <see cref="State"/>, without making arrays.</summary>
    public static IReadOnlyList<SafetensorsLayout> Layouts(VaeArchitecture architecture) =>
    [
        .. NetworkSet.Layouts(architecture.Networks),
        .. architecture.NumberOfLogVariances == 0 ? [] : new[] { new SafetensorsLayout(LogVarianceName, SafetensorsElement.Single, [architecture.NumberOfLogVariances]) },
    ];

    /// <summary>Mean and log-variance of q(z | x): shapes [rows, columns] and, with labels, [rows, labels] to twice [rows, latent].</summary>
    public (Tensor Means, Tensor LogVariances) Encode(Tensor rows, Tensor? labels)
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(VariationalAutoencoderTransformer));
        Tensor heads = _networks.Forward(1, Append(_networks.Forward(0, rows), labels));
        return (heads.narrow(1, 0, _architecture.LatentSize), heads.narrow(1, _architecture.LatentSize, _architecture.LatentSize));
    }

    /// <summary>Logits or means of the columns: [rows, latent] and, with labels, [rows, labels] to [rows, columns].</summary>
    public Tensor Decode(Tensor latents, Tensor? labels)
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(VariationalAutoencoderTransformer));
        return _networks.Forward(2, Append(latents, labels));
    }

    /// <summary>log p(x | z) of rows from the decoder's output, shapes […, columns] to […].</summary>
    public Tensor LogLikelihood(Tensor rows, Tensor output) => _architecture.IsBernoulli
        ? VaeObjective.LogBernoulli(rows, output)
        : VaeObjective.LogGaussian(rows, output, _logVariance!);

    /// <summary>The mean of p(x | z) from the decoder's output.</summary>
    public Tensor Mean(Tensor output) => _architecture.IsBernoulli ? output.sigmoid() : output;

    /// <summary>The standard deviations of Gaussian columns, one or one a column; empty for Bernoulli columns.</summary>
    public float[] StandardDeviations() => _logVariance is null ? [] : Array.ConvertAll(TensorArrays.ToArray(_logVariance), value => MathF.Exp(0.5f * value));

    /// <summary>Copies of all arrays.</summary>
    public SafetensorsTensor[] Export()
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(VariationalAutoencoderTransformer));
        return NetworkSet.Export(State);
    }

    public void SetTraining(bool training) => _networks.SetTraining(training);

    /// <summary>Says which update comes: dropout depends on it.</summary>
    public void SetUpdate(ulong update) => _networks.SetUpdate(update);

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _networks.Dispose();
        _logVariance?.Dispose();
    }

    private static Tensor Append(Tensor values, Tensor? labels) => labels is null ? values : cat([values, labels], 1);
}
