using MlNetGenerative.Core.Numerics;
using MlNetGenerative.Neural.Numerics;
using MlNetGenerative.Neural.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Tests.Training;

/// <summary>Two layers that learn the last column of a row from the others, to which noise is added; with a moving average of the weights.</summary>
internal sealed class RegressionModel : TrainedModel<RegressionLosses>
{
    private const ulong Seed = 11;

    private readonly (string Name, Tensor Tensor)[] _parameters;
    private readonly MovingAverage _average;
    private readonly Optimizer _optimizer;
    private readonly int _inputs;
    private readonly float _noise;

    public RegressionModel(TrainingSettings settings, int inputs = 3, int hidden = 5, float noise = 0.05f)
    {
        _inputs = inputs;
        _noise = noise;
        _parameters = [("in.weight", Weights(0, inputs, hidden)), ("in.bias", Weights(1, 1, hidden)), ("out.weight", Weights(2, hidden, 1))];
        _average = new MovingAverage(_parameters, 0.9);
        _optimizer = settings.CreateOptimizer("adam", _parameters);
    }

    public override string Name => "Regression";

    public override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string> { ["Inputs"] = $"{_inputs}" };

    public override IReadOnlyList<(string Name, Tensor Tensor)> State => [.. _parameters, .. _average.State];

    public override IReadOnlyList<Optimizer> Optimizers => [_optimizer];

    /// <summary>Called after each update with its number.</summary>
    public Action<long>? OnUpdate { get; set; }

    /// <summary>Multiplied with the loss; what tests use to let training diverge.</summary>
    public Func<TrainingBatch, double> LossFactor { get; set; } = _ => 1;

    public bool IsTraining { get; private set; }

    /// <summary>All weights and averages, one after the other.</summary>
    public float[] Weights() => [.. State.SelectMany(entry => TensorArrays.ToArray(entry.Tensor))];

    public override void Prepare(TrainingBatch batch)
    {
        Span<float> noise = batch.Array("noise", batch.Count * _inputs);
        NormalNumbers.Fill(new Philox(Seed, RandomStream.LatentNoise), batch.NoiseRow, noise);
        for (int row = 0; row < batch.Count; row++)
            for (int column = 0; column < _inputs; column++)
                batch.Rows[row * batch.Width + column] += _noise * noise[row * _inputs + column];
    }

    public override RegressionLosses Step(TrainingBatch batch)
    {
        Assert.IsTrue(IsTraining);
        Tensor error = Error(batch);
        _optimizer.Minimize(error);
        _average.Update();
        OnUpdate?.Invoke(batch.Update);
        return new RegressionLosses(error.ToDouble(), batch.Count);
    }

    public override RegressionLosses Evaluate(TrainingBatch batch)
    {
        Assert.IsFalse(IsTraining);
        return new RegressionLosses(Error(batch).ToDouble(), batch.Count);
    }

    public override void SetTraining(bool training) => IsTraining = training;

    public override void Dispose()
    {
        _optimizer.Dispose();
        _average.Dispose();
        foreach ((_, Tensor tensor) in _parameters)
            tensor.Dispose();
    }

    private Tensor Error(TrainingBatch batch)
    {
        Tensor rows = TensorArrays.Create(batch.Rows, [batch.Count, batch.Width], CPU);
        Tensor hidden = (rows.narrow(1, 0, _inputs).mm(_parameters[0].Tensor) + _parameters[1].Tensor).tanh();
        Tensor difference = hidden.mm(_parameters[2].Tensor) - rows.narrow(1, _inputs, 1);
        return (difference * difference).mean() * LossFactor(batch);
    }

    private static Tensor Weights(ulong number, int rows, int columns)
    {
        float[] values = new float[rows * columns];
        NormalNumbers.Fill(new Philox(Seed, RandomStream.NetworkWeights), number, values);
        return TensorArrays.Create(values, [rows, columns], CPU).requires_grad_().DetachFromDisposeScope();
    }
}
