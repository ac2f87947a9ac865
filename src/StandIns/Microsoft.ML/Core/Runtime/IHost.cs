namespace Microsoft.ML.Runtime;

/// <summary>The surroundings of one component.</summary>
public interface IHost : IHostEnvironment
{
    /// <summary>The component's random generator. Not safe for use by several threads.</summary>
    Random Rand { get; }
}
