using Microsoft.ML.Data;

namespace Microsoft.ML.Trainers;

/// <summary>The annotations by which evaluators recognise the columns that a model added.</summary>
internal static class ScoreAnnotations
{
    public const string MulticlassClassification = "MulticlassClassification";
    public const string Score = "Score";
    public const string PredictedLabel = "PredictedLabel";

    private static readonly KeyDataViewType _setIdType = new(typeof(uint), int.MaxValue);

    /// <summary>A number for the columns that one model adds, larger than those in the schema.</summary>
    public static uint NextSetId(DataViewSchema schema)
    {
        uint largest = 0;
        foreach (DataViewSchema.Column column in schema)
        {
            if (column.Annotations.Schema.GetColumnOrNull(AnnotationUtils.Kinds.ScoreColumnSetId)?.Type.RawType != typeof(uint))
                continue;
            uint id = 0;
            column.Annotations.GetValue(AnnotationUtils.Kinds.ScoreColumnSetId, ref id);
            largest = Math.Max(largest, id);
        }

        return largest + 1;
    }

    public static void Add(DataViewSchema.Annotations.Builder builder, uint setId, string columnKind, string valueKind)
    {
        builder.AddPrimitiveValue(AnnotationUtils.Kinds.ScoreColumnSetId, _setIdType, setId);
        builder.AddPrimitiveValue(AnnotationUtils.Kinds.ScoreColumnKind, TextDataViewType.Instance, columnKind.AsMemory());
        builder.AddPrimitiveValue(AnnotationUtils.Kinds.ScoreValueKind, TextDataViewType.Instance, valueKind.AsMemory());
    }

    private static IEnumerable<SchemaShape.Column> Shape =>
    [
        new(AnnotationUtils.Kinds.ScoreColumnSetId, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true),
        new(AnnotationUtils.Kinds.ScoreColumnKind, SchemaShape.Column.VectorKind.Scalar, TextDataViewType.Instance, false),
        new(AnnotationUtils.Kinds.ScoreValueKind, SchemaShape.Column.VectorKind.Scalar, TextDataViewType.Instance, false),
    ];

    /// <summary>The shape of the annotations of the scores of several classes.</summary>
    public static SchemaShape ScoreShape(SchemaShape.Column label)
    {
        List<SchemaShape.Column> annotations = [.. Shape];
        if (label.Annotations.TryFindColumn(AnnotationUtils.Kinds.KeyValues, out SchemaShape.Column values))
        {
            if (values.ItemType is TextDataViewType)
                annotations.Add(new(AnnotationUtils.Kinds.SlotNames, values.Kind, values.ItemType, values.IsKey));
            annotations.Add(new(AnnotationUtils.Kinds.TrainingLabelValues, values.Kind, values.ItemType, values.IsKey));
        }

        return new SchemaShape(annotations);
    }

    /// <summary>The shape of the annotations of a predicted label.</summary>
    public static SchemaShape PredictedLabelShape(SchemaShape.Column label)
        => new(Shape.Concat(label.Annotations.Where(annotation => annotation.Name == AnnotationUtils.Kinds.KeyValues)));
}
