using MlNetGenerative.Core.Training;
using MlNetGenerative.Neural.Networks;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural;

/// <summary>Normalises each unit of a vector, or each channel of an image, by its mean and variance: over the batch in training, by running
/// statistics in evaluation; then scales and shifts it.</summary>
/// <param name="Momentum">The share of the running statistics that an update keeps, 0 to below 1: 0.99 as in Keras, 0.9 is what PyTorch calls 0.1.</param>
/// <param name="Epsilon">Added to the variance, above 0 and at most 1: 0.001 as in Keras, 0.00001 in PyTorch.</param>
/// <remarks>S. Ioffe and C. Szegedy, ICML 2015. The batch is normalised by its biased variance; running statistics take the unbiased one,
/// as in PyTorch and for images in Keras.
/// A batch of a single value a unit has no variance: it is normalised by the running statistics.</remarks>
public sealed record BatchNorm(double Momentum = 0.99, double Epsilon = 1e-3) : Layer
{
    internal const string RunningMean = "running_mean";
    internal const string RunningVariance = "running_var";

    /// <summary>The share of the running statistics that an update keeps.</summary>
    public double Momentum { get; } = CheckMomentum(Momentum);

    /// <summary>Added to the variance.</summary>
    public double Epsilon { get; } = NormalizationEpsilon.Check(Epsilon, nameof(Epsilon));

    internal override TensorShape OutputShape(TensorShape input) =>
        input.IsVector || input.IsImage ? input : throw WrongShape("a vector or channels × height × width", input);

    internal override IReadOnlyList<LayerArray> Arrays(TensorShape input)
    {
        int[] shape = [input.Sizes[0]];
        return
        [
            .. LayerArray.Scale(shape),
            new(RunningMean, shape, LayerArrayStart.Zeros, IsBuffer: true),
            new(RunningVariance, shape, LayerArrayStart.Ones, IsBuffer: true),
        ];
    }

    internal override Tensor Forward(Tensor input, LayerModule module)
    {
        bool hasVariance = input.shape[0] * (module.Input.Count / module.Input.Sizes[0]) > 1;
        return nn.functional.batch_norm(input, module.Find(RunningMean), module.Find(RunningVariance), module.Weight, module.Bias,
            module.training && hasVariance, 1 - Momentum, Epsilon);
    }

    private static double CheckMomentum(double momentum)
    {
        SettingCheck.Require(momentum is >= 0 and < 1, nameof(Momentum), momentum, "at least 0 and below 1");
        return momentum;
    }
}
