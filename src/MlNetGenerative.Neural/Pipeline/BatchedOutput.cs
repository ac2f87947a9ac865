using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetGenerative.Neural.Pipeline;

/// <summary>What kind of column an output is.</summary>
internal enum BatchedOutputKind
{
    Vector,
    Single,
    Boolean,
}

/// <summary>An appended column: its name, kind, size and annotations.</summary>
internal sealed record BatchedOutput(string Name, BatchedOutputKind Kind, int Size, DataViewSchema.Annotations? Annotations)
{
    public static BatchedOutput Vector(string name, int size, DataViewSchema.Annotations annotations) => new(name, BatchedOutputKind.Vector, size, annotations);

    public static BatchedOutput Single(string name) => new(name, BatchedOutputKind.Single, 1, null);

    public static BatchedOutput Boolean(string name) => new(name, BatchedOutputKind.Boolean, 1, null);

    public DataViewSchema.DetachedColumn Column => new(Name, Kind switch
    {
        BatchedOutputKind.Vector => new VectorDataViewType(NumberDataViewType.Single, Size),
        BatchedOutputKind.Boolean => BooleanDataViewType.Instance,
        _ => NumberDataViewType.Single,
    }, Annotations);
}
