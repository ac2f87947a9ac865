using MlNetGenerative.Neural.Pipeline;
using MlNetGenerative.Pipeline;
using Microsoft.ML;

namespace MlNetGenerative.Neural.Vae;

/// <summary>Decodes a column of latent vectors of an input schema.</summary>
internal sealed class VaeDecodingMapper : BatchedMapper
{
    private readonly VaeInference _inference;

    /// <exception cref="ArgumentOutOfRangeException">The schema has no latent or label column of the right type and size.</exception>
    public static VaeDecodingMapper Bind(FittedVae fitted, VaeInference inference, DataViewSchema inputSchema, string output, string latent)
    {
        DataViewSchema.Column latents = FeatureColumn.Require(inputSchema, latent, fitted.Architecture.LatentSize);
        DataViewSchema.Column? label = fitted.Columns.Label is { } name ? KeyColumn.Require(inputSchema, name, fitted.Architecture.NumberOfLabels) : null;
        var decoded = BatchedOutput.Vector(output, fitted.Architecture.NumberOfColumns, ColumnAnnotations.ForVector(fitted.SlotNames, fitted.Architecture.IsBernoulli));
        return new VaeDecodingMapper(inference, inputSchema, latents, label, decoded);
    }

    private VaeDecodingMapper(VaeInference inference, DataViewSchema inputSchema, DataViewSchema.Column latents, DataViewSchema.Column? label, BatchedOutput decoded)
        : base(inputSchema, latents, label, [decoded]) => _inference = inference;

    public override BatchScorer CreateScorer() => new Scorer(_inference);

    private sealed class Scorer(VaeInference inference) : BatchScorer
    {
        public override void Score(RowBatch batch, float[]?[] outputs)
        {
            if (outputs[0] is { } decoded)
                inference.Decode(batch.Features, batch.Labels, decoded);
        }
    }
}
