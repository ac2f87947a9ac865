using MlNetGenerative.Pipeline;
using Options = MlNetGenerative.GenerativeAdversarialNetworkEstimator.Options;

namespace MlNetGenerative.Neural.Gan;

/// <summary>The names of the columns that are read and of those that are appended.</summary>
/// <param name="Input">What is trained on and scored.</param>
/// <param name="Label">The labels; null for a model without.</param>
/// <param name="Noise">What rows are generated from.</param>
/// <param name="Output">Where they go.</param>
/// <param name="Score">Where scores go.</param>
internal sealed record GanColumns(string Input, string? Label, string Noise, string Output, string Score)
{
    /// <exception cref="ArgumentException">A name is missing, the label column is another one as well, or both outputs have one name.</exception>
    public void Validate()
    {
        OptionCheck.RequireColumn(nameof(Options.InputColumnName), Input);
        OptionCheck.RequireColumn(nameof(Options.NoiseColumnName), Noise);
        OptionCheck.RequireColumn(nameof(Options.OutputColumnName), Output);
        OptionCheck.RequireColumn(nameof(Options.ScoreColumnName), Score);
        OptionCheck.RequireDifferent((nameof(Options.InputColumnName), Input), (nameof(Options.LabelColumnName), Label));
        OptionCheck.RequireDifferent((nameof(Options.NoiseColumnName), Noise), (nameof(Options.LabelColumnName), Label));
        OptionCheck.RequireDifferent((nameof(Options.OutputColumnName), Output), (nameof(Options.ScoreColumnName), Score));
    }
}
