using MlNetGenerative.Core.Numerics;
using MlNetGenerative.Neural.Numerics;
using MlNetGenerative.Neural.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Benchmarks;

/// <summary>A variational autoencoder of dense layers written with tensors alone, to time the training loop on it.</summary>
/// <remarks>Squared error and the closed-form divergence; the output is linear.</remarks>
internal sealed class DenseAutoencoder : TrainedModel<DenseAutoencoder.Losses>
{
    private readonly int _latent;
    private readonly List<(string Name, Tensor Tensor)> _parameters = [];
    private readonly Optimizer _optimizer;

    /// <param name="settings">How it is trained.</param>
    /// <param name="columns">The width of a row.</param>
    /// <param name="hidden">The units of each of the four hidden layers.</param>
    /// <param name="latent">The number of latent units.</param>
    public DenseAutoencoder(TrainingSettings settings, int columns, int hidden, int latent)
    {
        _latent = latent;
        int[] sizes = [columns, hidden, hidden, 2 * latent, 0, latent, hidden, hidden, columns];
        for (int layer = 0; layer + 1 < sizes.Length; layer++)
        {
            if (sizes[layer] == 0 || sizes[layer + 1] == 0)
                continue;
            _parameters.Add(($"{layer}.weight", Weights(layer, sizes[layer], sizes[layer + 1])));
            _parameters.Add(($"{layer}.bias", Zeros(sizes[layer + 1])));
        }
        _optimizer = settings.CreateOptimizer("adam", _parameters);
    }

    public override string Name => "DenseAutoencoder";

    public override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>();

    public override IReadOnlyList<(string Name, Tensor Tensor)> State => _parameters;

    public override IReadOnlyList<Optimizer> Optimizers => [_optimizer];

    public override void Prepare(TrainingBatch batch)
        => NormalNumbers.Fill(new Philox(1, RandomStream.LatentNoise), batch.NoiseRow, batch.Array("noise", batch.Count * _latent));

    public override Losses Step(TrainingBatch batch) => Step(
        TensorArrays.Create(batch.Rows, [batch.Count, batch.Width], CPU),
        TensorArrays.Create(batch.Array("noise", batch.Count * _latent), [batch.Count, _latent], CPU));

    /// <summary>One update on tensors that are there already: the bare step.</summary>
    public Losses Step(Tensor rows, Tensor noise)
    {
        Tensor loss = Loss(rows, noise);
        _optimizer.Minimize(loss);
        return new Losses(loss.ToDouble());
    }

    public override Losses Evaluate(TrainingBatch batch) => throw new NotSupportedException();

    public override void Dispose()
    {
        _optimizer.Dispose();
        foreach ((_, Tensor tensor) in _parameters)
            tensor.Dispose();
    }

    private Tensor Loss(Tensor rows, Tensor noise)
    {
        Tensor heads = Layers(rows, 0);
        Tensor mean = heads.narrow(1, 0, _latent);
        Tensor logVariance = heads.narrow(1, _latent, _latent);
        Tensor output = Layers(mean + (logVariance * 0.5).exp() * noise, 6);
        Tensor difference = output - rows;
        Tensor divergence = mean * mean + logVariance.exp() - 1 - logVariance;
        return ((difference * difference).sum() + divergence.sum()) * (0.5 / rows.shape[0]);
    }

    private Tensor Layers(Tensor input, int first)
    {
        for (int layer = first; layer < first + 6; layer += 2)
        {
            input = input.mm(_parameters[layer].Tensor) + _parameters[layer + 1].Tensor;
            if (layer < first + 4)
                input = input.relu();
        }
        return input;
    }

    private static Tensor Weights(int number, int rows, int columns)
    {
        float[] values = new float[rows * columns];
        NormalNumbers.Fill(new Philox(1, RandomStream.NetworkWeights), (ulong)number, values);
        for (int i = 0; i < values.Length; i++)
            values[i] *= MathF.Sqrt(1f / rows);
        return TensorArrays.Create(values, [rows, columns], CPU).requires_grad_();
    }

    private static Tensor Zeros(int columns) => TensorArrays.Create(new float[columns], [columns], CPU).requires_grad_();

    internal readonly record struct Losses(double Loss) : ILosses
    {
        public static IReadOnlyList<string> Names { get; } = ["Loss"];

        public void CopyTo(Span<double> values) => values[0] = Loss;
    }
}
