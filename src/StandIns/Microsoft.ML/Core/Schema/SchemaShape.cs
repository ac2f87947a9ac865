using System.Collections;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>What is known of a schema before there is data: names and types of columns, but no sizes.</summary>
public sealed partial class SchemaShape : IReadOnlyList<SchemaShape.Column>
{
    private readonly Column[] _columns;

    /// <summary>A shape of the given columns.</summary>
    public SchemaShape(IEnumerable<Column> columns)
    {
        Contracts.CheckValue(columns, nameof(columns));
        _columns = columns.ToArray();
        Contracts.CheckParam(_columns.All(column => column.IsValid), nameof(columns), "Some items are not initialized properly.");
    }

    private static SchemaShape Empty { get; } = new([]);

    /// <summary>The number of columns.</summary>
    public int Count => _columns.Length;

    /// <summary>The column at an index.</summary>
    public Column this[int index] => _columns[index];

    /// <summary>All columns.</summary>
    public IEnumerator<Column> GetEnumerator() => ((IEnumerable<Column>)_columns).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The shape of a schema's columns, hidden ones left out.</summary>
    internal static SchemaShape Create(DataViewSchema schema)
    {
        Contracts.CheckValue(schema, nameof(schema));
        var columns = new List<Column>(schema.Count);
        foreach (DataViewSchema.Column column in schema)
        {
            if (column.IsHidden)
                continue;
            var annotations = new List<Column>(column.Annotations.Schema.Count);
            foreach (DataViewSchema.Column annotation in column.Annotations.Schema)
            {
                GetColumnTypeShape(annotation.Type, out Column.VectorKind annotationKind, out DataViewType annotationItem, out bool annotationIsKey);
                annotations.Add(new Column(annotation.Name, annotationKind, annotationItem, annotationIsKey));
            }
            GetColumnTypeShape(column.Type, out Column.VectorKind kind, out DataViewType item, out bool isKey);
            columns.Add(new Column(column.Name, kind, item, isKey, new SchemaShape(annotations)));
        }
        return new SchemaShape(columns);
    }

    /// <summary>Takes a type apart into what a shape keeps of it.</summary>
    internal static void GetColumnTypeShape(DataViewType type, out Column.VectorKind vecKind, out DataViewType itemType, out bool isKey)
    {
        itemType = type;
        vecKind = Column.VectorKind.Scalar;
        if (type is VectorDataViewType vector)
        {
            itemType = vector.ItemType;
            vecKind = vector.IsKnownSize ? Column.VectorKind.Vector : Column.VectorKind.VariableVector;
        }
        isKey = itemType is KeyDataViewType;
        if (isKey)
            itemType = PrimitiveTypes.OrNull(itemType.RawType);
    }

    /// <summary>Finds the column of a name.</summary>
    internal bool TryFindColumn(string name, out Column column)
    {
        Contracts.CheckValue(name, nameof(name));
        column = _columns.LastOrDefault(candidate => candidate.Name == name);
        return column.IsValid;
    }
}
