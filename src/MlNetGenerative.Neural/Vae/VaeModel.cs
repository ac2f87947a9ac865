using System.Globalization;
using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Numerics;
using MlNetGenerative.Neural.Numerics;
using MlNetGenerative.Neural.Training;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Vae;

/// <summary>An autoencoder as the training loop sees it. A row is the columns, then the one-hot code of its label.</summary>
/// <remarks>Minimised is −log p(x | z) + w KL(q(z | x) ‖ p(z)), z = μ + σ ε, a mean over rows (Kingma and Welling, 2014), or with K samples
/// −log (1/K) Σ_k p(x | z_k) (p(z_k) / q(z_k | x))^w (Burda and others, 2016); w is β, less while it warms up.</remarks>
internal sealed class VaeModel : TrainedModel<VaeLosses>
{
    private const string Values = "values";
    private const string Labels = "labels";
    private const string Noise = "noise";

    private readonly VaeSettings _settings;
    private readonly VaeArchitecture _architecture;
    private readonly VaeNetwork _network;
    private readonly Device _device;
    private readonly Optimizer _optimizer;

    public VaeModel(VaeSettings settings, VaeArchitecture architecture, VaeNetwork network, TrainingSettings training, Device device)
    {
        _settings = settings;
        _architecture = architecture;
        _network = network;
        _device = device;
        State = network.State;
        _optimizer = training.CreateOptimizer("adam", [.. State.Where(entry => entry.Tensor.requires_grad)]);
        Optimizers = [_optimizer];
    }

    public override string Name => "VariationalAutoencoder";

    public override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [nameof(_settings.LatentSize)] = Text(_settings.LatentSize),
        [nameof(_settings.Encoder)] = _architecture.Encoder.ToJson(),
        [nameof(_settings.Decoder)] = _architecture.Decoder.ToJson(),
        ["Labels"] = Text(_architecture.NumberOfLabels),
        [nameof(_settings.Distribution)] = _settings.Distribution.ToString(),
        [nameof(_settings.StandardDeviation)] = Text(_settings.StandardDeviation),
        [nameof(_settings.Binarization)] = _settings.Binarization.ToString(),
        [nameof(_settings.Beta)] = Text(_settings.Beta),
        [nameof(_settings.WarmUpEpochs)] = Text(_settings.WarmUpEpochs),
        [nameof(_settings.FreeBits)] = Text(_settings.FreeBits),
        [nameof(_settings.NumberOfImportanceSamples)] = Text(_settings.NumberOfImportanceSamples),
        [nameof(_settings.InitializeOutputBias)] = _settings.InitializeOutputBias.ToString(),
    };

    public override IReadOnlyList<(string Name, Tensor Tensor)> State { get; }

    public override IReadOnlyList<Optimizer> Optimizers { get; }

    public override void SetTraining(bool training) => _network.SetTraining(training);

    public override void Prepare(TrainingBatch batch)
    {
        int columns = _architecture.NumberOfColumns, labels = _architecture.NumberOfLabels;
        Span<float> values = batch.Array(Values, batch.Count * columns);
        Span<float> codes = batch.Array(Labels, batch.Count * labels);
        batch.Split(values, codes);
        if (_settings.Binarization == Binarization.Threshold)
        {
            foreach (ref float value in values)
                value = value >= 0.5f ? 1 : 0;
        }
        else if (_settings.Binarization == Binarization.Stochastic)
        {
            Span<float> uniforms = batch.Array("uniforms", values.Length);
            Random(RandomStream.NeuralBinarization).Fill(batch.NoiseRow, 0, uniforms);
            for (int i = 0; i < values.Length; i++)
                values[i] = uniforms[i] < values[i] ? 1 : 0;
        }
        NormalNumbers.Fill(Random(RandomStream.LatentNoise), batch.NoiseRow,
            batch.Array(Noise, batch.Count * _settings.NumberOfImportanceSamples * _architecture.LatentSize));
    }

    public override VaeLosses Step(TrainingBatch batch)
    {
        _network.SetUpdate(batch.NoiseRow);
        (Tensor loss, Tensor reconstruction, Tensor divergences) = Losses(batch);
        _optimizer.Minimize(loss);
        return Read(loss, reconstruction, divergences);
    }

    public override VaeLosses Evaluate(TrainingBatch batch)
    {
        using IDisposable noGradient = no_grad();
        (Tensor loss, Tensor reconstruction, Tensor divergences) = Losses(batch);
        return Read(loss, reconstruction, divergences);
    }

    public override void Dispose() => _optimizer.Dispose();

    private static VaeLosses Read(Tensor loss, Tensor reconstruction, Tensor divergences)
    {
        float[] units = TensorArrays.ToArray(divergences);
        return new VaeLosses(loss.item<float>(), reconstruction.item<float>(), units.Sum(), units.Count(divergence => divergence >= VaeHealth.UsedDivergence));
    }

    /// <summary>Loss, log-likelihood and the divergence of each latent unit, means over rows.</summary>
    private (Tensor Loss, Tensor Reconstruction, Tensor Divergences) Losses(TrainingBatch batch)
    {
        int count = batch.Count, columns = _architecture.NumberOfColumns, labels = _architecture.NumberOfLabels;
        int samples = _settings.NumberOfImportanceSamples, latent = _architecture.LatentSize;
        Tensor rows = TensorArrays.Create(batch.Array(Values, count * columns), [count, columns], _device);
        Tensor? codes = labels == 0 ? null : TensorArrays.Create(batch.Array(Labels, count * labels), [count, labels], _device);
        Tensor noise = TensorArrays.Create(batch.Array(Noise, count * samples * latent), samples == 1 ? [count, latent] : [count, samples, latent], _device);
        (Tensor means, Tensor logVariances) = _network.Encode(rows, codes);
        double weight = _settings.DivergenceWeight(batch.Epoch);
        double share = 1.0 / count;
        Tensor divergences = VaeObjective.KullbackLeibler(means, logVariances).mean([0L]);
        if (samples == 1)
        {
            Tensor output = _network.Decode(VaeObjective.Reparameterize(means, logVariances, noise), codes);
            Tensor reconstruction = _network.LogLikelihood(rows, output).sum().Times(share);
            Tensor penalty = _settings.FreeBits == 0 ? divergences : divergences.AtLeast(_settings.FreeBits);
            return (penalty.sum().Times(weight) - reconstruction, reconstruction, divergences);
        }
        Tensor spread = logVariances.unsqueeze(1);
        Tensor latents = VaeObjective.Reparameterize(means.unsqueeze(1), spread, noise);
        Tensor? repeated = codes?.unsqueeze(1).expand(count, samples, labels).reshape(count * samples, labels);
        Tensor decoded = _network.Decode(latents.reshape(count * samples, latent), repeated).reshape(count, samples, columns);
        Tensor logLikelihoods = _network.LogLikelihood(rows.unsqueeze(1).expand(count, samples, columns), decoded);
        Tensor logWeights = logLikelihoods.Plus(VaeObjective.LogPriorOverPosterior(latents, noise, spread).Times(weight));
        Tensor bound = VaeObjective.ImportanceWeightedBound(logWeights).sum().Times(share);
        return (bound.neg(), logLikelihoods.mean(), divergences);
    }

    private Philox Random(uint stream) => new((uint)_settings.Seed, stream);

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
