using MlNetGenerative.Neural.Pipeline;
using MlNetGenerative.Pipeline;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetGenerative.Neural.Vae;

/// <summary>The types and annotations of the appended columns, once for a schema and once for the shape of a schema.</summary>
internal static class VaeColumnTypes
{
    /// <summary>The appended columns over the features column of a schema.</summary>
    public static IReadOnlyList<BatchedOutput> Of(VaeColumns columns, VaeArchitecture architecture, DataViewSchema.Column features) =>
        [.. columns.Outputs.Select(column => column.Output switch
        {
            VaeOutput.Score => BatchedOutput.Single(column.Name),
            VaeOutput.PredictedLabel => BatchedOutput.Boolean(column.Name),
            VaeOutput.Reconstruction => BatchedOutput.Vector(column.Name, architecture.NumberOfColumns, ColumnAnnotations.CopySlotNames(features, architecture.IsBernoulli)),
            _ => BatchedOutput.Vector(column.Name, architecture.LatentSize,
                ColumnAnnotations.ForVector(ColumnAnnotations.Numbered(column.Name, architecture.LatentSize), isNormalized: false)),
        })];

    /// <summary>The appended columns as the shape of a schema has them.</summary>
    public static IEnumerable<SchemaShape.Column> Shapes(VaeColumns columns, bool isBernoulli, SchemaShape.Column features) =>
        columns.Outputs.Select(column => column.Output switch
        {
            VaeOutput.Score => new SchemaShape.Column(column.Name, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, isKey: false),
            VaeOutput.PredictedLabel => new SchemaShape.Column(column.Name, SchemaShape.Column.VectorKind.Scalar, BooleanDataViewType.Instance, isKey: false),
            VaeOutput.Reconstruction => new SchemaShape.Column(column.Name, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, isKey: false,
                ColumnAnnotations.ShapeOfVector(ColumnAnnotations.HasSlotNames(features), isBernoulli)),
            _ => new SchemaShape.Column(column.Name, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, isKey: false,
                ColumnAnnotations.ShapeOfVector(slotNames: true, isNormalized: false)),
        });
}
