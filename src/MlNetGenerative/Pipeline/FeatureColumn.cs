using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetGenerative.Pipeline;

/// <summary>Finds the column a generative model reads: a vector of <see cref="float"/> of known size.</summary>
internal static class FeatureColumn
{
    private const string Expected = "Vector<Single>";

    /// <summary>The column of that name in the shape of a schema, as an estimator sees it before any data.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it is not a vector of known size.</exception>
    public static SchemaShape.Column Require(SchemaShape schema, string name)
    {
        ArgumentNullException.ThrowIfNull(schema);
        foreach (SchemaShape.Column column in schema)
        {
            if (column.Name != name)
                continue;
            bool fits = column.Kind == SchemaShape.Column.VectorKind.Vector && !column.IsKey && column.ItemType.Equals(NumberDataViewType.Single);
            return fits ? column : throw SchemaErrors.TypeMismatch(name, Expected, SchemaErrors.Describe(column));
        }
        throw SchemaErrors.MissingColumn(name);
    }

    /// <summary>The visible column of that name in a schema.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it is not a vector of known size.</exception>
    public static DataViewSchema.Column Require(DataViewSchema schema, string name)
    {
        ArgumentNullException.ThrowIfNull(schema);
        DataViewSchema.Column column = schema.GetColumnOrNull(name) ?? throw SchemaErrors.MissingColumn(name);
        bool fits = column.Type is VectorDataViewType { IsKnownSize: true } vector && vector.ItemType.Equals(NumberDataViewType.Single);
        return fits ? column : throw SchemaErrors.TypeMismatch(name, Expected, SchemaErrors.Describe(column.Type));
    }

    /// <summary>The visible column of that name, which must have the number of slots the model was trained on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or its type or size differ.</exception>
    public static DataViewSchema.Column Require(DataViewSchema schema, string name, int size)
    {
        DataViewSchema.Column column = Require(schema, name);
        int got = SizeOf(column);
        return got == size ? column : throw SchemaErrors.TypeMismatch(name, $"Vector<Single, {size}>", $"Vector<Single, {got}>");
    }

    /// <summary>The number of slots of a vector column of known size.</summary>
    public static int SizeOf(DataViewSchema.Column column) => ((VectorDataViewType)column.Type).Size;
}
