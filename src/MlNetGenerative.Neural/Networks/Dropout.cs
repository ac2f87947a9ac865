using MlNetGenerative.Core.Numerics;
using MlNetGenerative.Core.Training;
using MlNetGenerative.Neural.Networks;
using MlNetGenerative.Neural.Numerics;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural;

/// <summary>In training sets each value to zero with a probability and divides the others by the rest of it; in evaluation changes nothing.</summary>
/// <param name="Rate">The probability, 0 to below 1; useful: 0.1 to 0.5.</param>
/// <remarks>N. Srivastava and others, JMLR 15, 2014. Which values is a function of the seed, the update and the layer.</remarks>
public sealed record Dropout(float Rate) : Layer
{
    /// <summary>The probability.</summary>
    public float Rate { get; } = CheckRate(Rate);

    internal override Tensor Forward(Tensor input, LayerModule module)
    {
        if (!module.training || Rate == 0)
            return input;
        float[] mask = new float[input.NumberOfElements];
        module.Dropout.Fill(module.DropoutRow, 0, mask);
        float kept = 1 / (1 - Rate);
        for (int i = 0; i < mask.Length; i++)
            mask[i] = mask[i] < Rate ? 0 : kept;
        return input * TensorArrays.Create(mask, input.shape, input.device);
    }

    private static float CheckRate(float rate)
    {
        SettingCheck.Require(rate is >= 0 and < 1, nameof(Rate), rate, "at least 0 and below 1");
        return rate;
    }
}
