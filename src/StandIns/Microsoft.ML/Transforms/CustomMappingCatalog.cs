using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML;

/// <summary>Transforms by code of the application.</summary>
public static class CustomMappingCatalog
{
    /// <summary>Columns filled by an action that is called for each row.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="mapAction">Fills the output from the input. It must not keep state, and may be called from several threads.</param>
    /// <param name="contractName">The name under which a loaded model finds the action (see <see cref="CustomMappingFactory{TSrc, TDst}"/>); null when the model is never saved.</param>
    /// <param name="inputSchemaDefinition">The input columns; null for those that the class says.</param>
    /// <param name="outputSchemaDefinition">The output columns; null for those that the class says.</param>
    public static CustomMappingEstimator<TSrc, TDst> CustomMapping<TSrc, TDst>(this TransformsCatalog catalog, Action<TSrc, TDst> mapAction,
        string contractName, SchemaDefinition inputSchemaDefinition = null, SchemaDefinition outputSchemaDefinition = null)
        where TSrc : class, new()
        where TDst : class, new()
        => new(CatalogUtils.GetEnvironment(catalog), mapAction, contractName, inputSchemaDefinition, outputSchemaDefinition);
}
