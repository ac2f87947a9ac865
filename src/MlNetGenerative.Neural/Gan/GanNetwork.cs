using MlNetGenerative.Core.Persistence;
using MlNetGenerative.Neural.Networks;
using MlNetGenerative.Neural.Numerics;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Gan;

/// <summary>The networks of both players on a device. Rows are as the networks see them: see <see cref="GanArchitecture.IsTanh"/>.</summary>
/// <remarks>In evaluation any number of threads may use one network at the same time.</remarks>
internal sealed class GanNetwork : IDisposable
{
    private readonly NetworkSet _networks;
    private readonly Tensor[] _discriminatorParameters;
    private bool _disposed;

    private GanNetwork(NetworkSet networks)
    {
        _networks = networks;
        int generator = networks[0].State.Count;
        GeneratorState = [.. State.Take(generator)];
        DiscriminatorState = [.. State.Skip(generator)];
        _discriminatorParameters = [.. DiscriminatorState.Select(entry => entry.Tensor).Where(tensor => tensor.requires_grad)];
    }

    /// <summary>Everything that training changes, by name, in a fixed order: the generator's, then the discriminator's.</summary>
    public IReadOnlyList<(string Name, Tensor Tensor)> State => _networks.State;

    public IReadOnlyList<(string Name, Tensor Tensor)> GeneratorState { get; }

    public IReadOnlyList<(string Name, Tensor Tensor)> DiscriminatorState { get; }

    /// <summary>Makes networks with first weights drawn from a seed.</summary>
    public static GanNetwork Create(GanArchitecture architecture, int seed, Device device) =>
        new(NetworkSet.Create(architecture.Networks, seed, _ => null, device));

    /// <summary>Makes networks from arrays by name, in evaluation.</summary>
    public static GanNetwork Load(GanArchitecture architecture, int seed, Func<string, float[]> arrays, Device device) =>
        new(NetworkSet.Load(architecture.Networks, seed, arrays, device));

    /// <summary>Names and shapes of <see cref="State"/>, without making arrays.</summary>
    public static IReadOnlyList<SafetensorsLayout> Layouts(GanArchitecture architecture) => [.. NetworkSet.Layouts(architecture.Networks)];

    /// <summary>Rows from noise: [rows, noise] and, with labels, [rows, labels] to [rows, columns].</summary>
    public Tensor Generate(Tensor noise, Tensor? labels)
    {
        ThrowIfDisposed();
        return _networks.Forward(0, labels is null ? noise : cat([noise, labels], 1));
    }

    /// <summary>The discriminator's output, higher for real: [rows, columns] and, with labels, [rows, labels] to [rows, 1].</summary>
    public Tensor Discriminate(Tensor rows, Tensor? labels)
    {
        ThrowIfDisposed();
        Tensor hidden = _networks.Forward(1, rows);
        Tensor output = _networks.Forward(2, hidden);
        return labels is null ? output : output.Plus((_networks.Forward(3, hidden) * labels).sum(1L, true));
    }

    /// <summary>Whether gradients of the discriminator's parameters are wanted: those of its input come without.</summary>
    public void SetDiscriminatorGradients(bool wanted)
    {
        foreach (Tensor parameter in _discriminatorParameters)
            parameter.requires_grad_(wanted);
    }

    public void SetTraining(bool training) => _networks.SetTraining(training);

    /// <summary>Puts the generator's batch normalisation alone into training.</summary>
    public void TrainBatchNormalization() => _networks[0].TrainBatchNormalization();

    /// <summary>Says which pass comes: dropout depends on it.</summary>
    public void SetPass(ulong pass) => _networks.SetUpdate(pass);

    /// <summary>Copies of all arrays.</summary>
    public SafetensorsTensor[] Export()
    {
        ThrowIfDisposed();
        return NetworkSet.Export(State);
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _networks.Dispose();
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed, typeof(GenerativeAdversarialNetworkTransformer));
}
