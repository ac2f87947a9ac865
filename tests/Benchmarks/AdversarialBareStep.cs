using MlNetGenerative.Core.Numerics;
using MlNetGenerative.Neural.Numerics;
using MlNetGenerative.Neural.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Benchmarks;

/// <summary>The adversarial network of the TensorFlow tutorial written with tensors alone, to time the training loop on it.</summary>
/// <remarks>Noise and dropout masks are made once: what the loop spends on new ones counts against it. The optimizers are those of the loop.</remarks>
internal sealed class AdversarialBareStep : IDisposable
{
    private const double Slope = 0.3;
    private const float Dropped = 0.3f;

    private readonly List<(string Name, Tensor Tensor)> _generator = [], _discriminator = [], _constants = [];
    private readonly Optimizer _generatorOptimizer, _discriminatorOptimizer;

    public AdversarialBareStep(int batchSize)
    {
        Add(_generator, "dense", 0.02f, 7 * 7 * 256, 100);
        AddNormalization("0", 7 * 7 * 256);
        Add(_generator, "transposed.1", 0.02f, 256, 128, 5, 5);
        AddNormalization("1", 128);
        Add(_generator, "transposed.2", 0.02f, 128, 64, 5, 5);
        AddNormalization("2", 64);
        Add(_generator, "transposed.3", 0.02f, 64, 1, 5, 5);
        Add(_discriminator, "convolution.1", 0.02f, 64, 1, 5, 5);
        Add(_discriminator, "bias.1", 0, 64);
        Add(_discriminator, "convolution.2", 0.02f, 128, 64, 5, 5);
        Add(_discriminator, "bias.2", 0, 128);
        Add(_discriminator, "dense", 0.02f, 1, 7 * 7 * 128);
        Add(_discriminator, "bias", 0, 1);
        Add(_constants, "noise", 1, batchSize, 100);
        AddMask("mask.1", batchSize, 64, 14, 14);
        AddMask("mask.2", batchSize, 128, 7, 7);
        foreach ((_, Tensor tensor) in (IEnumerable<(string, Tensor)>)[.. _generator, .. _discriminator])
            tensor.requires_grad_();
        var settings = new TrainingSettings { LearningRate = 1e-4f };
        _generatorOptimizer = settings.CreateOptimizer("generator", _generator);
        _discriminatorOptimizer = settings.CreateOptimizer("discriminator", _discriminator);
    }

    /// <summary>One update of both players.</summary>
    /// <param name="rows">[rows, 1, 28, 28], from -1 to 1.</param>
    /// <param name="update">Its number, counted from 0.</param>
    /// <returns>The sum of both losses.</returns>
    public double Step(Tensor rows, long update)
    {
        _generatorOptimizer.Begin(update + 1, long.MaxValue);
        _discriminatorOptimizer.Begin(update + 1, long.MaxValue);
        Tensor generated = Generate();
        Tensor discriminatorLoss = nn.functional.softplus(Discriminate(rows).neg()).mean() + nn.functional.softplus(Discriminate(generated.detach())).mean();
        _discriminatorOptimizer.Minimize(discriminatorLoss);
        SetDiscriminatorGradients(false);
        Tensor generatorLoss = nn.functional.softplus(Discriminate(generated).neg()).mean();
        _generatorOptimizer.Minimize(generatorLoss);
        SetDiscriminatorGradients(true);
        return discriminatorLoss.item<float>() + generatorLoss.item<float>();
    }

    /// <summary>Normally distributed values.</summary>
    public static Tensor Normal(uint stream, long[] shape, float deviation)
    {
        float[] values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        NormalNumbers.Fill(new Philox(1, stream), 0, values);
        for (int i = 0; i < values.Length; i++)
            values[i] *= deviation;
        return TensorArrays.Create(values, shape, CPU);
    }

    public void Dispose()
    {
        _generatorOptimizer.Dispose();
        _discriminatorOptimizer.Dispose();
        foreach ((_, Tensor tensor) in (IEnumerable<(string, Tensor)>)[.. _generator, .. _discriminator, .. _constants])
            tensor.Dispose();
    }

    private Tensor Generate()
    {
        Tensor values = Normalized(Constant("noise").mm(Generator("dense").t()), "0").reshape(-1, 256, 7, 7);
        values = Normalized(nn.functional.conv_transpose2d(values, Generator("transposed.1"), null, [1, 1], [2, 2]), "1");
        values = Normalized(Doubled(values, "transposed.2", 14), "2");
        return Doubled(values, "transposed.3", 28).tanh();
    }

    private Tensor Discriminate(Tensor rows)
    {
        for (int layer = 1; layer <= 2; layer++)
        {
            rows = nn.functional.conv2d(nn.functional.pad(rows, [0, 1, 0, 1]), Discriminator($"convolution.{layer}"), Discriminator($"bias.{layer}"), [2, 2], [1, 1]);
            rows = nn.functional.leaky_relu(rows, Slope) * Constant($"mask.{layer}");
        }
        return rows.flatten(1).mm(Discriminator("dense").t()) + Discriminator("bias");
    }

    // The tutorial's SAME padding is one row and column at the start and two at the end.
    private Tensor Doubled(Tensor values, string kernel, long size) =>
        nn.functional.conv_transpose2d(values, Generator(kernel), null, [2, 2], [1, 1]).narrow(2, 0, size).narrow(3, 0, size).contiguous();

    private Tensor Normalized(Tensor values, string number) => nn.functional.leaky_relu(nn.functional.batch_norm(
        values, Constant($"mean.{number}"), Constant($"variance.{number}"), Generator($"scale.{number}"), Generator($"shift.{number}"), true, 0.01, 1e-3), Slope);

    private void SetDiscriminatorGradients(bool wanted)
    {
        foreach ((_, Tensor tensor) in _discriminator)
            tensor.requires_grad_(wanted);
    }

    private Tensor Generator(string name) => _generator.First(entry => entry.Name == name).Tensor;

    private Tensor Discriminator(string name) => _discriminator.First(entry => entry.Name == name).Tensor;

    private Tensor Constant(string name) => _constants.First(entry => entry.Name == name).Tensor;

    private static void Add(List<(string Name, Tensor Tensor)> to, string name, float deviation, params long[] shape) => to.Add((name, Normal((uint)to.Count, shape, deviation)));

    private void AddNormalization(string number, int units)
    {
        _generator.Add(($"scale.{number}", ones([units])));
        _generator.Add(($"shift.{number}", zeros([units])));
        _constants.Add(($"mean.{number}", zeros([units])));
        _constants.Add(($"variance.{number}", ones([units])));
    }

    private void AddMask(string name, params long[] shape)
    {
        float[] values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        new Philox(1, (uint)_constants.Count).Fill(0, 0, values);
        for (int i = 0; i < values.Length; i++)
            values[i] = values[i] < Dropped ? 0 : 1 / (1 - Dropped);
        _constants.Add((name, TensorArrays.Create(values, shape, CPU)));
    }
}
