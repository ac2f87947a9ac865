using MlNetGenerative.Pipeline;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetGenerative.Boltzmann;

/// <summary>The names of the column that is read and of those that are appended; null leaves an optional column out.</summary>
internal sealed record BoltzmannColumns(
    string Input, string Hidden, string? Sample, string? Reconstruction, string? Score, string? PredictedLabel)
{
    /// <summary>The appended columns in their order.</summary>
    public IReadOnlyList<(BoltzmannOutput Output, string Name)> Outputs { get; } =
    [
        (BoltzmannOutput.Hidden, Hidden),
        .. Optional(BoltzmannOutput.Sample, Sample),
        .. Optional(BoltzmannOutput.Reconstruction, Reconstruction),
        .. Optional(BoltzmannOutput.Score, Score),
        .. Optional(BoltzmannOutput.PredictedLabel, PredictedLabel),
    ];

    /// <summary>Checks that the names are there and differ.</summary>
    /// <exception cref="ArgumentException">A name is missing, or two outputs share one.</exception>
    public void Validate()
    {
        OptionCheck.RequireColumn(nameof(RestrictedBoltzmannMachineEstimator.Options.OutputColumnName), Hidden);
        OptionCheck.RequireColumn(nameof(RestrictedBoltzmannMachineEstimator.Options.InputColumnName), Input);
        OptionCheck.RequireDifferent(
            (nameof(RestrictedBoltzmannMachineEstimator.Options.OutputColumnName), Hidden),
            (nameof(RestrictedBoltzmannMachineEstimator.Options.SampleColumnName), Sample),
            (nameof(RestrictedBoltzmannMachineEstimator.Options.ReconstructionColumnName), Reconstruction),
            (nameof(RestrictedBoltzmannMachineEstimator.Options.ScoreColumnName), Score),
            (nameof(RestrictedBoltzmannMachineEstimator.Options.PredictedLabelColumnName), PredictedLabel));
    }

    /// <summary>The appended columns as a schema has them, over the features column of that schema.</summary>
    public DataViewSchema.DetachedColumn[] Append(DataViewSchema.Column features, int numberOfHiddenUnits) =>
        [.. Outputs.Select(column => Append(column.Output, column.Name, features, numberOfHiddenUnits))];

    /// <summary>The appended columns as the shape of a schema has them.</summary>
    public IEnumerable<SchemaShape.Column> Append(SchemaShape.Column features) =>
        Outputs.Select(column => column.Output switch
        {
            BoltzmannOutput.Score => Shape(column.Name, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, null),
            BoltzmannOutput.PredictedLabel => Shape(column.Name, SchemaShape.Column.VectorKind.Scalar, BooleanDataViewType.Instance, null),
            _ => Shape(column.Name, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single,
                ColumnAnnotations.ShapeOfVector(column.Output != BoltzmannOutput.Reconstruction || ColumnAnnotations.HasSlotNames(features), isNormalized: true)),
        });

    private static DataViewSchema.DetachedColumn Append(BoltzmannOutput output, string name, DataViewSchema.Column features, int numberOfHiddenUnits) =>
        output switch
        {
            BoltzmannOutput.Score => new(name, NumberDataViewType.Single),
            BoltzmannOutput.PredictedLabel => new(name, BooleanDataViewType.Instance),
            BoltzmannOutput.Reconstruction => new(name, Vector(FeatureColumn.SizeOf(features)), ColumnAnnotations.CopySlotNames(features, isNormalized: true)),
            _ => new(name, Vector(numberOfHiddenUnits),
                ColumnAnnotations.ForVector(ColumnAnnotations.Numbered(name, numberOfHiddenUnits), isNormalized: true)),
        };

    private static VectorDataViewType Vector(int size) => new(NumberDataViewType.Single, size);

    private static SchemaShape.Column Shape(string name, SchemaShape.Column.VectorKind kind, DataViewType itemType, SchemaShape? annotations) =>
        new(name, kind, itemType, isKey: false, annotations);

    private static (BoltzmannOutput, string)[] Optional(BoltzmannOutput output, string? name) => name is null ? [] : [(output, name)];
}
