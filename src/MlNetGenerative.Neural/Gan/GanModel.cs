using System.Globalization;
using MlNetGenerative.Core.Numerics;
using MlNetGenerative.Neural.Numerics;
using MlNetGenerative.Neural.Training;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Gan;

/// <summary>Both players as the training loop sees them. A row is the columns, then the one-hot code of its label.</summary>
/// <remarks>An update of the run is a step of the discriminator on the batch and as many generated rows, with the labels of the real ones; every
/// n-th is a step of the generator too, on the same noise, against the discriminator as it is then. Noise is a function of seed and update.</remarks>
internal sealed class GanModel : TrainedModel<GanLosses>
{
    private const string Values = "values";
    private const string Labels = "labels";
    private const string Noise = "noise";
    private const string Shares = "shares";
    private const ulong PassesAnUpdate = 8;

    private readonly GanSettings _settings;
    private readonly GanArchitecture _architecture;
    private readonly GanNetwork _network;
    private readonly Device _device;
    private readonly Optimizer _generator;
    private readonly Optimizer _discriminator;
    private readonly MovingAverage? _average;
    private readonly TrainingSettings _ofDiscriminator;

    public GanModel(GanSettings settings, GanArchitecture architecture, GanNetwork network, TrainingSettings training, Device device)
    {
        _settings = settings;
        _architecture = architecture;
        _network = network;
        _device = device;
        _ofDiscriminator = settings.OfDiscriminator(training);
        _generator = training.CreateOptimizer("generator", [.. network.GeneratorState.Where(entry => entry.Tensor.requires_grad)]);
        _discriminator = _ofDiscriminator.CreateOptimizer("discriminator", [.. network.DiscriminatorState.Where(entry => entry.Tensor.requires_grad)]);
        Optimizers = [_generator, _discriminator];
        _average = settings.AverageDecay > 0 ? new MovingAverage(network.GeneratorState, settings.AverageDecay) : null;
        State = [.. network.State, .. _average?.State ?? []];
    }

    public override string Name => "GenerativeAdversarialNetwork";

    public override IReadOnlyDictionary<string, string> Settings
    {
        get
        {
            var all = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [nameof(_settings.NoiseSize)] = Text(_settings.NoiseSize),
                [nameof(_settings.Generator)] = _architecture.Generator.ToJson(),
                [nameof(_settings.Discriminator)] = _architecture.Discriminator.ToJson(),
                ["Labels"] = Text(_architecture.NumberOfLabels),
                [nameof(_settings.Loss)] = _settings.Loss.ToString(),
                [nameof(_settings.GradientPenaltyWeight)] = Text(_settings.GradientPenaltyWeight),
                [nameof(_settings.LabelSmoothing)] = Text(_settings.LabelSmoothing),
                [nameof(_settings.DiscriminatorSteps)] = Text(_settings.DiscriminatorSteps),
                [nameof(_settings.AverageDecay)] = Text(_settings.AverageDecay),
                [nameof(_settings.StopAtEquilibrium)] = _settings.StopAtEquilibrium.ToString(),
            };
            foreach ((string name, string value) in _ofDiscriminator.Describe())
                all[$"Discriminator{name}"] = value;
            return all;
        }
    }

    public override IReadOnlyList<(string Name, Tensor Tensor)> State { get; }

    public override IReadOnlyList<Optimizer> Optimizers { get; }

    public override void SetTraining(bool training) => _network.SetTraining(training);

    public override string? ReasonToEnd(TrainingEpoch epoch) => _settings.StopAtEquilibrium && GanHealth.IsUndecided(epoch)
        ? string.Create(CultureInfo.InvariantCulture, $"the discriminator cannot tell generated rows from real ones (accuracy {epoch.Losses[nameof(GanLosses.Accuracy)]:F3})")
        : null;

    /// <summary>Makes the generator what rows are generated with, after training: its average, with standing statistics.</summary>
    public void FinishGenerator()
    {
        _average?.CopyToValues();
        StandingStatistics.Set(_architecture, _network, _settings.Seed, _device);
    }

    /// <summary>Copies of the networks as they would be if training ended now.</summary>
    public GanNetwork Snapshot()
    {
        var arrays = _network.State.Concat(_average?.Averages ?? []).GroupBy(entry => entry.Name).ToDictionary(entries => entries.Key, entries => entries.Last().Tensor);
        GanNetwork snapshot = GanNetwork.Load(_architecture, _settings.Seed, name => TensorArrays.ToArray(arrays[name]), _device);
        StandingStatistics.Set(_architecture, snapshot, _settings.Seed, _device);
        return snapshot;
    }

    public override void Prepare(TrainingBatch batch)
    {
        Span<float> values = batch.Array(Values, batch.Count * _architecture.NumberOfColumns);
        batch.Split(values, batch.Array(Labels, batch.Count * _architecture.NumberOfLabels));
        if (_architecture.IsTanh)
            foreach (ref float value in values)
                value = 2 * value - 1;
        NormalNumbers.Fill(Random(RandomStream.GeneratorNoise), batch.NoiseRow, batch.Array(Noise, batch.Count * _architecture.NoiseSize));
        if (HasPenalty)
            Random(RandomStream.GradientPenalty).Fill(batch.NoiseRow, 0, batch.Array(Shares, batch.Count));
    }

    public override GanLosses Step(TrainingBatch batch)
    {
        bool generates = batch.Update % _settings.DiscriminatorSteps == 0;
        ulong pass = batch.NoiseRow * PassesAnUpdate;
        (Tensor rows, Tensor? labels, Tensor noise) = Tensors(batch);
        Tensor generated = Generate(noise, labels, pass, withGradients: generates);
        Tensor fixedRows = generated.detach();
        Tensor real = Discriminate(rows, labels, pass + 1);
        Tensor fake = Discriminate(fixedRows, labels, pass + 2);
        Tensor loss = GanObjective.Discriminator(_settings.Loss, real, fake, _settings.LabelSmoothing);
        Tensor? penalty = null;
        if (HasPenalty)
        {
            Tensor shares = TensorArrays.Create(batch.Array(Shares, batch.Count), [batch.Count, 1], _device);
            penalty = GanObjective.GradientPenalty(between => Discriminate(between, labels, pass + 3), rows, fixedRows, shares);
        }
        GanLosses losses = Measure(rows, fixedRows, real, fake, loss, penalty);
        _discriminator.Minimize(penalty is null ? loss : loss.Plus(penalty.Times(_settings.GradientPenaltyWeight)));
        if (generates)
        {
            _network.SetDiscriminatorGradients(false);
            try
            {
                _generator.Minimize(GanObjective.Generator(_settings.Loss, Discriminate(generated, labels, pass + 4)));
            }
            finally
            {
                _network.SetDiscriminatorGradients(true);
            }
            _average?.Update(batch.Update / _settings.DiscriminatorSteps);
        }
        return losses;
    }

    public override GanLosses Evaluate(TrainingBatch batch)
    {
        using IDisposable noGradient = no_grad();
        (Tensor rows, Tensor? labels, Tensor noise) = Tensors(batch);
        Tensor generated = _network.Generate(noise, labels);
        Tensor real = _network.Discriminate(rows, labels), fake = _network.Discriminate(generated, labels);
        return Measure(rows, generated, real, fake, GanObjective.Discriminator(_settings.Loss, real, fake, _settings.LabelSmoothing), null);
    }

    public override void Dispose()
    {
        _generator.Dispose();
        _discriminator.Dispose();
        _average?.Dispose();
    }

    private bool HasPenalty => _settings.IsWasserstein && _settings.GradientPenaltyWeight > 0;

    private (Tensor Rows, Tensor? Labels, Tensor Noise) Tensors(TrainingBatch batch)
    {
        int count = batch.Count, columns = _architecture.NumberOfColumns, labels = _architecture.NumberOfLabels, noise = _architecture.NoiseSize;
        return (TensorArrays.Create(batch.Array(Values, count * columns), [count, columns], _device),
            labels == 0 ? null : TensorArrays.Create(batch.Array(Labels, count * labels), [count, labels], _device),
            TensorArrays.Create(batch.Array(Noise, count * noise), [count, noise], _device));
    }

    private Tensor Generate(Tensor noise, Tensor? labels, ulong pass, bool withGradients)
    {
        _network.SetPass(pass);
        if (withGradients)
            return _network.Generate(noise, labels);
        using IDisposable noGradient = no_grad();
        return _network.Generate(noise, labels);
    }

    private Tensor Discriminate(Tensor rows, Tensor? labels, ulong pass)
    {
        _network.SetPass(pass);
        return _network.Discriminate(rows, labels);
    }

    private GanLosses Measure(Tensor rows, Tensor generated, Tensor real, Tensor fake, Tensor loss, Tensor? penalty)
    {
        using IDisposable noGradient = no_grad();
        float[] realOutputs = TensorArrays.ToArray(real), fakeOutputs = TensorArrays.ToArray(fake);
        return new GanLosses(
            loss.item<float>(), GanObjective.Generator(_settings.Loss, fake).item<float>(), penalty?.item<float>() ?? 0,
            GanHealth.Mean(realOutputs), GanHealth.Mean(fakeOutputs),
            GanHealth.Accuracy(realOutputs, fakeOutputs, GanObjective.Boundary(_settings.Loss)), GanHealth.Diversity(rows, generated));
    }

    private Philox Random(uint stream) => new((uint)_settings.Seed, stream);

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
