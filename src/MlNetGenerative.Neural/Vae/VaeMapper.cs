using MlNetGenerative.Neural.Pipeline;
using MlNetGenerative.Pipeline;
using Microsoft.ML;

namespace MlNetGenerative.Neural.Vae;

/// <summary>A fitted autoencoder bound to an input schema.</summary>
internal sealed class VaeMapper : BatchedMapper
{
    private readonly FittedVae _fitted;
    private readonly VaeInference _inference;

    /// <exception cref="ArgumentOutOfRangeException">The schema has no features or label column of the right type and size.</exception>
    public static VaeMapper Bind(FittedVae fitted, VaeInference inference, DataViewSchema inputSchema)
    {
        DataViewSchema.Column features = FeatureColumn.Require(inputSchema, fitted.Columns.Input, fitted.Architecture.NumberOfColumns);
        DataViewSchema.Column? label = fitted.Columns.Label is { } name ? KeyColumn.Require(inputSchema, name, fitted.Architecture.NumberOfLabels) : null;
        return new VaeMapper(fitted, inference, inputSchema, features, label);
    }

    private VaeMapper(FittedVae fitted, VaeInference inference, DataViewSchema inputSchema, DataViewSchema.Column features, DataViewSchema.Column? label)
        : base(inputSchema, features, label, VaeColumnTypes.Of(fitted.Columns, fitted.Architecture, features))
    {
        _fitted = fitted;
        _inference = inference;
    }

    public override BatchScorer CreateScorer() => new VaeScorer(_fitted, _inference);
}
