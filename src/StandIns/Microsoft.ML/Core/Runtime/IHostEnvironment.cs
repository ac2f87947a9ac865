namespace Microsoft.ML.Runtime;

/// <summary>What a component may use of its surroundings: hosts, channels, the catalog of loadable components.</summary>
public interface IHostEnvironment : IChannelProvider, IProgressChannelProvider
{
    /// <summary>A host for a component, with a random generator of its own.</summary>
    IHost Register(string name, int? seed = null, bool? verbose = null);

    /// <summary>The components that a saved model may name.</summary>
    ComponentCatalog ComponentCatalog { get; }
}
