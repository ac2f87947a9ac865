using System.Numerics;
using System.Runtime.InteropServices;
using MlNetGenerative.Core.Numerics;
using MlNetGenerative.Core.Training;
using MlNetGenerative.Neural.Networks;
using MlNetGenerative.Neural.Numerics;
using TorchSharp;
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
        // The mask is made where torch keeps it: one of a convolution's output has millions of values.
        Tensor mask = empty(input.shape, ScalarType.Float32);
        FillMask(module.Dropout, module.DropoutRow, TensorArrays.Values(mask));
        return input * (input.device.type == DeviceType.CPU ? mask : mask.to(input.device));
    }

    private void FillMask(Philox random, ulong row, Span<float> mask)
    {
        random.Fill(row, 0, mask);
        float kept = 1 / (1 - Rate);
        var rates = new Vector<float>(Rate);
        var keptValues = new Vector<float>(kept);
        Span<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(mask);
        foreach (ref Vector<float> values in vectors)
            values = Vector.ConditionalSelect(Vector.LessThan(values, rates), Vector<float>.Zero, keptValues);
        foreach (ref float value in mask[(vectors.Length * Vector<float>.Count)..])
            value = value < Rate ? 0 : kept;
    }

    private static float CheckRate(float rate)
    {
        SettingCheck.Require(rate is >= 0 and < 1, nameof(Rate), rate, "at least 0 and below 1");
        return rate;
    }
}
