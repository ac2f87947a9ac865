using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Transforms; what there is hangs on it as extension methods.</summary>
public sealed class TransformsCatalog : IInternalCatalog
{
    private readonly IHostEnvironment _env;

    internal TransformsCatalog(IHostEnvironment env)
    {
        _env = Contracts.CheckValue(env, nameof(env));
        Conversion = new ConversionTransforms(env);
    }

    IHostEnvironment IInternalCatalog.Environment => _env;

    /// <summary>Transforms between types.</summary>
    public ConversionTransforms Conversion { get; }

    /// <summary>Transforms between types.</summary>
    public sealed class ConversionTransforms : IInternalCatalog
    {
        private readonly IHostEnvironment _env;

        internal ConversionTransforms(IHostEnvironment env)
        {
            _env = env;
        }

        IHostEnvironment IInternalCatalog.Environment => _env;
    }
}
