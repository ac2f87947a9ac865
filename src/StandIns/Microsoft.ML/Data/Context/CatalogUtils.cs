using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Reads the surroundings of a catalog, for the extension methods that belong to this assembly.</summary>
internal static class CatalogUtils
{
    public static IHostEnvironment GetEnvironment(this IInternalCatalog catalog)
        => Contracts.CheckValue(catalog, nameof(catalog)).Environment;
}
