using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Fills columns by code of the application.</summary>
public sealed class CustomMappingEstimator<TSrc, TDst> : TrivialEstimator<CustomMappingTransformer<TSrc, TDst>>
    where TSrc : class, new()
    where TDst : class, new()
{
    internal CustomMappingEstimator(IHostEnvironment env, Action<TSrc, TDst> mapAction, string contractName,
        SchemaDefinition inputSchemaDefinition, SchemaDefinition outputSchemaDefinition)
        : base(Contracts.CheckValue(env, nameof(env)).Register(nameof(CustomMappingEstimator<TSrc, TDst>)),
            new CustomMappingTransformer<TSrc, TDst>(env, mapAction, contractName, inputSchemaDefinition, outputSchemaDefinition))
    {
    }

    /// <summary>The columns with those that the action fills.</summary>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Contracts.CheckValue(inputSchema, nameof(inputSchema));
        foreach (SchemaShape.Column expected in SchemaShape.Create(Transformer.RequiredSchema))
        {
            SchemaShape.Column column = Shapes.Find(inputSchema, "input", expected.Name);
            // A member that is an array or a vector takes vectors of any length.
            bool sameKind = (column.Kind == SchemaShape.Column.VectorKind.Scalar) == (expected.Kind == SchemaShape.Column.VectorKind.Scalar);
            if (!sameKind || !column.ItemType.Equals(expected.ItemType) || (expected.IsKey && !column.IsKey))
                throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "input", expected.Name, expected.GetTypeString(), column.GetTypeString());
        }

        return Shapes.With(inputSchema, SchemaShape.Create(Transformer.AddedSchema));
    }
}
