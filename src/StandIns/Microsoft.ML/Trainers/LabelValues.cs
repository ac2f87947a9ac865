using Microsoft.ML.Data;

namespace Microsoft.ML.Trainers;

/// <summary>The values that the keys of the training label stand for; none when it had none.</summary>
internal sealed class LabelValues
{
    private readonly DataViewSchema.Annotations _annotations;

    private LabelValues(DataViewSchema.Annotations annotations) => _annotations = annotations;

    public static LabelValues Of(DataViewSchema.Column? label, int classes)
        => label?.Annotations.Schema.GetColumnOrNull(AnnotationUtils.Kinds.KeyValues)?.Type is VectorDataViewType values && values.Size == classes
            ? new LabelValues(label.Value.Annotations)
            : null;

    public bool AreText => Type.ItemType is TextDataViewType;

    private VectorDataViewType Type => (VectorDataViewType)_annotations.Schema[AnnotationUtils.Kinds.KeyValues].Type;

    /// <summary>Adds the values as an annotation of another kind.</summary>
    public void AddTo(DataViewSchema.Annotations.Builder builder, string kind)
        => builder.Add(kind, Type, _annotations.GetterAt(_annotations.Schema[AnnotationUtils.Kinds.KeyValues].Index));
}
