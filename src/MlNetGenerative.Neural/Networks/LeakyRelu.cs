using MlNetGenerative.Core.Training;
using MlNetGenerative.Neural.Networks;
using MlNetGenerative.Neural.Numerics;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural;

/// <summary>x where it is positive, <paramref name="Slope"/> · x elsewhere.</summary>
/// <param name="Slope">0 to 1: 0.3 is the default of Keras, 0.2 that of the DCGAN paper, 0.01 that of PyTorch.</param>
public sealed record LeakyRelu(float Slope = 0.3f) : Layer
{
    /// <summary>The factor of negative values.</summary>
    public float Slope { get; } = CheckSlope(Slope);

    internal override Tensor Forward(Tensor input, LayerModule module) => input.LeakyRelu(Slope);

    private static float CheckSlope(float slope)
    {
        SettingCheck.Require(slope is >= 0 and <= 1, nameof(Slope), slope, "from 0 to 1");
        return slope;
    }
}
