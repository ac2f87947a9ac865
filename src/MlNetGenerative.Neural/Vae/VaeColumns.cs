using MlNetGenerative.Pipeline;
using Options = MlNetGenerative.VariationalAutoencoderEstimator.Options;

namespace MlNetGenerative.Neural.Vae;

/// <summary>The names of the columns that are read and of those that are appended; null leaves an optional column out.</summary>
internal sealed record VaeColumns(
    string Input, string? Label, string Latent, string? LogVariance, string? Sample, string? Reconstruction, string? Score, string? PredictedLabel)
{
    /// <summary>The appended columns in their order.</summary>
    public IReadOnlyList<(VaeOutput Output, string Name)> Outputs { get; } =
    [
        (VaeOutput.Latent, Latent),
        .. Optional(VaeOutput.LogVariance, LogVariance),
        .. Optional(VaeOutput.Sample, Sample),
        .. Optional(VaeOutput.Reconstruction, Reconstruction),
        .. Optional(VaeOutput.Score, Score),
        .. Optional(VaeOutput.PredictedLabel, PredictedLabel),
    ];

    /// <summary>Checks that the names are there and differ.</summary>
    /// <exception cref="ArgumentException">A name is missing, or two outputs share one, or label and input do.</exception>
    public void Validate()
    {
        OptionCheck.RequireColumn(nameof(Options.OutputColumnName), Latent);
        OptionCheck.RequireColumn(nameof(Options.InputColumnName), Input);
        OptionCheck.RequireDifferent((nameof(Options.InputColumnName), Input), (nameof(Options.LabelColumnName), Label));
        OptionCheck.RequireDifferent(
            (nameof(Options.OutputColumnName), Latent),
            (nameof(Options.LatentLogVarianceColumnName), LogVariance),
            (nameof(Options.SampleColumnName), Sample),
            (nameof(Options.ReconstructionColumnName), Reconstruction),
            (nameof(Options.ScoreColumnName), Score),
            (nameof(Options.PredictedLabelColumnName), PredictedLabel));
    }

    private static (VaeOutput, string)[] Optional(VaeOutput output, string? name) => name is null ? [] : [(output, name)];
}
