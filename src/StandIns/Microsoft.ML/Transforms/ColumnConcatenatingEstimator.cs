using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Makes a vector of the items of several columns, one after the other.</summary>
public sealed class ColumnConcatenatingEstimator : IEstimator<ColumnConcatenatingTransformer>
{
    private readonly IHost _host;
    private readonly string _name;
    private readonly string[] _sources;

    internal ColumnConcatenatingEstimator(IHostEnvironment env, string outputColumnName, params string[] inputColumnNames)
    {
        _host = Contracts.CheckValue(env, nameof(env)).Register(nameof(ColumnConcatenatingEstimator));
        Contracts.CheckNonEmpty(outputColumnName, nameof(outputColumnName));
        Contracts.CheckValue(inputColumnNames, nameof(inputColumnNames));
        Contracts.CheckParam(inputColumnNames.All(name => !string.IsNullOrEmpty(name)), nameof(inputColumnNames), "Contains some null or empty items");
        _name = outputColumnName;
        _sources = inputColumnNames;
    }

    /// <summary>Checks the schema and returns the transformer.</summary>
    public ColumnConcatenatingTransformer Fit(IDataView input)
    {
        Contracts.CheckValue(input, nameof(input));
        var transformer = new ColumnConcatenatingTransformer(_host, _name, _sources);
        transformer.GetOutputSchema(input.Schema);
        return transformer;
    }

    /// <summary>The columns with the vector.</summary>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Contracts.CheckValue(inputSchema, nameof(inputSchema));
        SchemaShape.Column[] sources = Array.ConvertAll(_sources, name => Shapes.Find(inputSchema, "input", name));
        SchemaShape.Column first = sources[0];
        foreach (SchemaShape.Column source in sources)
        {
            if (!source.ItemType.Equals(first.ItemType) || source.IsKey != first.IsKey)
                throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "input", source.Name, first.GetTypeString(), source.GetTypeString());
        }

        if (sources.Length == 1 && first.Kind != SchemaShape.Column.VectorKind.Scalar)
            return Shapes.With(inputSchema, [new SchemaShape.Column(_name, first.Kind, first.ItemType, first.IsKey, first.Annotations)]);

        bool variable = sources.Any(source => source.Kind == SchemaShape.Column.VectorKind.VariableVector);
        var annotations = new List<SchemaShape.Column>();
        if (sources.All(source => source.Annotations.TryFindColumn(AnnotationUtils.Kinds.IsNormalized, out _)))
            annotations.Add(Shapes.IsNormalized);
        if (!variable && sources.Any(source => source.Kind == SchemaShape.Column.VectorKind.Scalar || source.Annotations.TryFindColumn(AnnotationUtils.Kinds.SlotNames, out _)))
            annotations.Add(Shapes.SlotNames);
        SchemaShape.Column.VectorKind kind = variable ? SchemaShape.Column.VectorKind.VariableVector : SchemaShape.Column.VectorKind.Vector;
        return Shapes.With(inputSchema, [new SchemaShape.Column(_name, kind, first.ItemType, first.IsKey, new SchemaShape(annotations))]);
    }
}
