using MlNetGenerative.Pipeline;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetGenerative.Neural.Pipeline;

/// <summary>A view as a neural model is fitted to it: the columns that it reads, and what a fitted model keeps of their annotations.</summary>
/// <param name="View">The view.</param>
/// <param name="Features">The vector that is trained on.</param>
/// <param name="Label">The key column; null for a model without labels.</param>
internal sealed record TrainingInput(IDataView View, DataViewSchema.Column Features, DataViewSchema.Column? Label)
{
    /// <summary>Finds the columns.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or has another type.</exception>
    public static TrainingInput Of(IDataView view, string features, string? label)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new TrainingInput(view, FeatureColumn.Require(view.Schema, features), label is null ? null : KeyColumn.Require(view.Schema, label));
    }

    public int NumberOfColumns => FeatureColumn.SizeOf(Features);

    public int NumberOfLabels => Label is { } key ? KeyColumn.CountOf(key) : 0;

    /// <summary>The names of the features' slots, null where they have none.</summary>
    public string[]? SlotNames => ColumnAnnotations.ReadSlotNames(Features);

    /// <summary>What the labels stand for; null without labels.</summary>
    public string[]? LabelNames => Label is { } key ? KeyColumn.ReadNames(key) : null;

    /// <summary>The rows as training reads them: the columns, then the one-hot code of the label.</summary>
    /// <param name="range">The values that are allowed.</param>
    /// <param name="options">Whether others are skipped.</param>
    public FeatureRows Rows(ValueRange range, NetworkTrainingOptions options) => new(View, Features, range, options.SkipInvalidRows, Label);
}
