using MlNetGenerative.Core.Numerics;
using MlNetGenerative.Neural.Pipeline;

namespace MlNetGenerative.Neural.Vae;

/// <summary>Rows decoded from the prior: the means of p(x | z), or values drawn from it.</summary>
internal sealed class VaeSamples(FittedVae fitted, VaeInference inference, LatentGenerationOptions options) : LatentSamples(ShapeOf(fitted), options)
{
    private readonly bool _drawValues = options.DrawValues;

    protected override void Decode(float[] latents, int[] labels, float[] values) => inference.Decode(latents, labels, values);

    protected override void Draw(int row, Span<float> values)
    {
        if (!_drawValues)
            return;
        var random = new Philox(Seed, RandomStream.DecoderNoise);
        float[] noise = new float[values.Length];
        if (fitted.Architecture.IsBernoulli)
        {
            random.Fill((ulong)row, 0, noise);
            for (int i = 0; i < values.Length; i++)
                values[i] = noise[i] < values[i] ? 1 : 0;
            return;
        }
        NormalNumbers.Fill(random, (ulong)row, noise);
        float[] deviations = inference.StandardDeviations();
        for (int i = 0; i < values.Length; i++)
            values[i] += deviations[deviations.Length == 1 ? 0 : i] * noise[i];
    }

    private static LatentSampleShape ShapeOf(FittedVae fitted) => new(
        fitted.Columns.Input, fitted.Architecture.NumberOfColumns, fitted.SlotNames, fitted.Architecture.IsBernoulli,
        fitted.Columns.Label, fitted.Labels, fitted.Architecture.LatentSize, fitted.Seed);
}
