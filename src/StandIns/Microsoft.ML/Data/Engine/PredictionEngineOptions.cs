using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>How a prediction engine binds its classes, and whether it owns its transformer.</summary>
public sealed class PredictionEngineOptions
{
    /// <summary>Whether members of the output class may lack a column. True by default.</summary>
    public bool IgnoreMissingColumns = true;

    /// <summary>The columns of the input class; null for those that its attributes say.</summary>
    public SchemaDefinition InputSchemaDefinition;

    /// <summary>The columns of the output class; null for those that its attributes say.</summary>
    public SchemaDefinition OutputSchemaDefinition;

    /// <summary>Whether disposing the engine disposes the transformer. True by default; set it to false when several engines share one.</summary>
    public bool OwnsTransformer = true;

    /// <summary>The defaults.</summary>
    public PredictionEngineOptions()
    {
    }
}
