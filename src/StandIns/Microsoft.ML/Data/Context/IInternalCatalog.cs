using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A catalog that knows the surroundings for what it makes.</summary>
internal interface IInternalCatalog
{
    /// <summary>The surroundings.</summary>
    IHostEnvironment Environment { get; }
}
