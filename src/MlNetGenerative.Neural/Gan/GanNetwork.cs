using MlNetGenerative.Core.Persistence;
using MlNetGenerative.Neural.Networks;
using MlNetGenerative.Neural.Numerics;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Gan;

/// <summary>The networks of both players on a device. Rows are as the networks see them: see <see cref="GanArchitecture.IsTanh"/>.</summary>
/// <remarks>In evaluation any number of threads may use one network at the same time.</remarks>
internal sealed class GanNetwork : IDisposable
{
    private readonly NetworkModule[] _modules;
    private readonly Tensor[] _discriminatorParameters;
    private bool _disposed;

    private GanNetwork(GanArchitecture architecture, NetworkModule[] modules)
    {
        _modules = modules;
        State = [.. architecture.Networks.Zip(modules).SelectMany(pair => pair.Second.State.Select(entry => ($"{pair.First.Name}.{entry.Name}", entry.Tensor)))];
        int generator = modules[0].State.Count;
        GeneratorState = [.. State.Take(generator)];
        DiscriminatorState = [.. State.Skip(generator)];
        _discriminatorParameters = [.. DiscriminatorState.Select(entry => entry.Tensor).Where(tensor => tensor.requires_grad)];
    }

    /// <summary>Everything that training changes, by name, in a fixed order: the generator's, then the discriminator's.</summary>
    public IReadOnlyList<(string Name, Tensor Tensor)> State { get; }

    public IReadOnlyList<(string Name, Tensor Tensor)> GeneratorState { get; }

    public IReadOnlyList<(string Name, Tensor Tensor)> DiscriminatorState { get; }

    /// <summary>Makes networks with first weights drawn from a seed.</summary>
    public static GanNetwork Create(GanArchitecture architecture, int seed, Device device) =>
        new(architecture, [.. architecture.Networks.Select((network, number) => NetworkModule.Create(network.Layout, network.Input, (uint)seed, (uint)number, null, device))]);

    /// <summary>Makes networks from arrays by name, in evaluation.</summary>
    public static GanNetwork Load(GanArchitecture architecture, int seed, Func<string, float[]> arrays, Device device)
    {
        var loaded = new GanNetwork(architecture, [.. architecture.Networks.Select((network, number) => NetworkModule.Load(
            network.Layout, network.Input, (uint)seed, (uint)number, name => arrays($"{network.Name}.{name}"), device))]);
        loaded.SetTraining(false);
        return loaded;
    }

    /// <summary>Names and shapes of <see cref="State"/>, without making arrays.</summary>
    public static IReadOnlyList<SafetensorsLayout> Layouts(GanArchitecture architecture) =>
        [.. architecture.Networks.SelectMany(network => network.Layout.Arrays(network.Input)
            .Select(array => new SafetensorsLayout($"{network.Name}.{array.Name}", SafetensorsElement.Single, array.Array.Shape)))];

    /// <summary>Rows from noise: [rows, noise] and, with labels, [rows, labels] to [rows, columns].</summary>
    public Tensor Generate(Tensor noise, Tensor? labels)
    {
        ThrowIfDisposed();
        return Vectors(_modules[0].forward(labels is null ? noise : cat([noise, labels], 1)));
    }

    /// <summary>The discriminator's output, higher for real: [rows, columns] and, with labels, [rows, labels] to [rows, 1].</summary>
    public Tensor Discriminate(Tensor rows, Tensor? labels)
    {
        ThrowIfDisposed();
        Tensor hidden = Vectors(_modules[1].forward(rows));
        Tensor output = _modules[2].forward(hidden);
        return labels is null ? output : output + (_modules[3].forward(hidden) * labels).sum(1L, true);
    }

    /// <summary>Whether gradients of the discriminator's parameters are wanted: those of its input come without.</summary>
    public void SetDiscriminatorGradients(bool wanted)
    {
        foreach (Tensor parameter in _discriminatorParameters)
            parameter.requires_grad_(wanted);
    }

    public void SetTraining(bool training)
    {
        foreach (NetworkModule module in _modules)
            module.train(training);
    }

    /// <summary>Puts the generator's batch normalisation alone into training.</summary>
    public void TrainBatchNormalization() => _modules[0].TrainBatchNormalization();

    /// <summary>Says which pass comes: dropout depends on it.</summary>
    public void SetPass(ulong pass)
    {
        foreach (NetworkModule module in _modules)
            module.Update = pass;
    }

    /// <summary>Copies of all arrays.</summary>
    public SafetensorsTensor[] Export()
    {
        ThrowIfDisposed();
        return [.. State.Select(entry => new SafetensorsTensor(entry.Name, [.. entry.Tensor.shape.Select(size => (int)size)], TensorArrays.ToArray(entry.Tensor)))];
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        foreach (NetworkModule module in _modules)
            module.Dispose();
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed, typeof(GenerativeAdversarialNetworkTransformer));

    private static Tensor Vectors(Tensor values) => values.dim() > 2 ? values.flatten(1) : values;
}
