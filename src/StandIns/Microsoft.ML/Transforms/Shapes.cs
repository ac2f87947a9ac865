using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>What the estimators' <c>GetOutputSchema</c> have in common.</summary>
internal static class Shapes
{
    /// <summary>The column of a name; throws when it is missing.</summary>
    public static SchemaShape.Column Find(SchemaShape schema, string role, string name)
        => schema.TryFindColumn(name, out SchemaShape.Column column)
            ? column
            : throw Contracts.ExceptSchemaMismatch("inputSchema", role, name);

    /// <summary>The columns of the schema, those of the same name replaced in place, the others added.</summary>
    public static SchemaShape With(SchemaShape schema, IEnumerable<SchemaShape.Column> added)
    {
        List<SchemaShape.Column> columns = [.. schema];
        foreach (SchemaShape.Column column in added)
        {
            int index = columns.FindIndex(other => other.Name == column.Name);
            if (index < 0)
                columns.Add(column);
            else
                columns[index] = column;
        }

        return new SchemaShape(columns);
    }

    /// <summary>Those annotations of a column that have one of the names.</summary>
    public static IEnumerable<SchemaShape.Column> Annotations(SchemaShape.Column column, params string[] names)
        => column.Annotations.Where(annotation => names.Contains(annotation.Name));

    public static SchemaShape.Column IsNormalized { get; }
        = new(AnnotationUtils.Kinds.IsNormalized, SchemaShape.Column.VectorKind.Scalar, BooleanDataViewType.Instance, false);

    public static SchemaShape.Column SlotNames { get; }
        = new(AnnotationUtils.Kinds.SlotNames, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, false);
}
