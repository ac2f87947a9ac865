using MlNetGenerative.Neural.Pipeline;
using MlNetGenerative.Pipeline;
using Microsoft.ML;

namespace MlNetGenerative.Neural.Tests.Pipeline;

/// <summary>A mapper without a network: appends the doubled features, their sum times ten plus the label, and whether the sum is above 1.</summary>
internal sealed class FakeMapper : BatchedMapper
{
    public FakeMapper(DataViewSchema schema, string? label = null, string prefix = "", string features = "Features")
        : this(schema, FeatureColumn.Require(schema, features), label is null ? null : KeyColumn.Require(schema, label), prefix) { }

    public FakeMapper(DataViewSchema schema, DataViewSchema.Column features, DataViewSchema.Column? label, string prefix)
        : base(schema, features, label,
        [
            BatchedOutput.Vector(prefix + "Double", FeatureColumn.SizeOf(features), ColumnAnnotations.CopySlotNames(features, isNormalized: false)),
            BatchedOutput.Single(prefix + "Sum"),
            BatchedOutput.Boolean(prefix + "IsLarge"),
        ]) { }

    /// <summary>Rows and active outputs of each call, in words.</summary>
    public List<string> Calls { get; } = [];

    public override BatchScorer CreateScorer() => new Scorer(Calls);

    private sealed class Scorer(List<string> calls) : BatchScorer
    {
        public override void Score(RowBatch batch, float[]?[] outputs)
        {
            calls.Add($"{batch.Count} of {batch.Capacity}: {string.Join(' ', outputs.Select((buffer, output) => buffer is null ? "-" : output.ToString()))}");
            ReadOnlySpan<float> all = batch.Features;
            int width = all.Length / batch.Capacity;
            for (int row = 0; row < batch.Capacity; row++)
            {
                ReadOnlySpan<float> features = all.Slice(row * width, width);
                float sum = 0;
                for (int i = 0; i < width; i++)
                {
                    Assert.IsTrue(float.IsFinite(features[i]));
                    sum += features[i];
                    if (outputs[0] is { } doubled)
                        doubled[row * width + i] = 2 * features[i];
                }
                if (outputs[1] is { } sums)
                    sums[row] = 10 * sum + (batch.Labels.Length > 0 ? batch.Labels[row] : 0);
                if (outputs[2] is { } large)
                    large[row] = sum > 1 ? 1 : 0;
            }
        }
    }
}
