using MlNetGenerative.Neural.Pipeline;
using MlNetGenerative.Pipeline;
using Microsoft.ML;

namespace MlNetGenerative.Neural.Gan;

/// <summary>One of the networks bound to an input schema: it generates from a noise column or scores a data column.</summary>
internal sealed class GanMapper : BatchedMapper
{
    private readonly Action<RowBatch, float[]> _compute;

    private GanMapper(DataViewSchema inputSchema, DataViewSchema.Column features, DataViewSchema.Column? label, BatchedOutput output, Action<RowBatch, float[]> compute)
        : base(inputSchema, features, label, [output]) => _compute = compute;

    /// <summary>One mapper for each network whose column the schema has: the generator for the noise column, then the discriminator for the input
    /// column. A column that is both is noise.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The schema has neither column, or one or the label column is of another type or size.</exception>
    public static (GanMapper First, GanMapper? Second) Bind(FittedGan fitted, GanInference inference, DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        GanColumns columns = fitted.Columns;
        if (inputSchema.GetColumnOrNull(columns.Noise) is null)
            return (ForScores(fitted, inference, inputSchema, FeatureColumn.Require(inputSchema, columns.Input), columns.Score), null);
        GanMapper samples = ForSamples(fitted, inference, inputSchema, columns.Noise, columns.Output, null);
        if (columns.Noise == columns.Input || inputSchema.GetColumnOrNull(columns.Input) is not { } input)
            return (samples, null);
        return (samples, ForScores(fitted, inference, samples.OutputSchema, samples.OutputSchema[input.Index], columns.Score));
    }

    /// <summary>Generates rows from a noise column.</summary>
    /// <param name="fitted">The model.</param>
    /// <param name="inference">The model at work.</param>
    /// <param name="inputSchema">The schema.</param>
    /// <param name="noise">The noise column.</param>
    /// <param name="output">The column that is appended.</param>
    /// <param name="label">The label of all rows; null reads the label column, if the model has labels.</param>
    public static GanMapper ForSamples(FittedGan fitted, GanInference inference, DataViewSchema inputSchema, string noise, string output, int? label)
    {
        GanArchitecture architecture = fitted.Architecture;
        var samples = BatchedOutput.Vector(output, architecture.NumberOfColumns, ColumnAnnotations.ForVector(fitted.SlotNames, architecture.IsUnitInterval));
        DataViewSchema.Column input = FeatureColumn.Require(inputSchema, noise, architecture.NoiseSize);
        if (label is not { } one)
            return new GanMapper(inputSchema, input, LabelColumn(fitted, inputSchema), samples, (batch, values) => inference.Generate(batch.Features, batch.Labels, values, batch.Rows));
        return new GanMapper(inputSchema, input, null, samples, (batch, values) =>
        {
            int[] labels = new int[batch.Capacity];
            Array.Fill(labels, one);
            inference.Generate(batch.Features, labels, values, batch.Rows);
        });
    }

    /// <summary>Scores the rows of a data column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It has another size, or the label column is missing or of another type or size.</exception>
    public static GanMapper ForScores(FittedGan fitted, GanInference inference, DataViewSchema inputSchema, DataViewSchema.Column input, string score)
    {
        int columns = fitted.Architecture.NumberOfColumns, got = FeatureColumn.SizeOf(input);
        if (got != columns)
            throw SchemaErrors.TypeMismatch(input.Name, $"Vector<Single, {columns}>", $"Vector<Single, {got}>");
        return new GanMapper(inputSchema, input, LabelColumn(fitted, inputSchema), BatchedOutput.Single(score), (batch, values) => inference.Score(batch.Features, batch.Labels, values, batch.Rows));
    }

    public override BatchScorer CreateScorer() => new Scorer(_compute);

    private static DataViewSchema.Column? LabelColumn(FittedGan fitted, DataViewSchema schema) =>
        fitted.Columns.Label is { } name ? KeyColumn.Require(schema, name, fitted.Architecture.NumberOfLabels) : null;

    private sealed class Scorer(Action<RowBatch, float[]> compute) : BatchScorer
    {
        public override void Score(RowBatch batch, float[]?[] outputs)
        {
            if (outputs[0] is { } values)
                compute(batch, values);
        }
    }
}
