using MlNetGenerative.Core.Training;
using MlNetGenerative.Neural.Pipeline;

namespace MlNetGenerative.Neural.Gan;

/// <summary>Rows that the generator makes of normal noise.</summary>
internal sealed class GanSamples(FittedGan fitted, GanInference inference, LatentGenerationOptions options) : LatentSamples(fitted.SampleShape, Checked(options))
{
    protected override void Decode(float[] latents, int[] labels, float[] values) => inference.Generate(latents, labels, values);

    private static LatentGenerationOptions Checked(LatentGenerationOptions options)
    {
        SettingCheck.Require(!options.DrawValues, nameof(options.DrawValues), options.DrawValues, "false: a generator has no distribution around its output that values could be drawn from");
        return options;
    }
}
