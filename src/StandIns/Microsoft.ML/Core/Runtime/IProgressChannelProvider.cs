namespace Microsoft.ML.Runtime;

/// <summary>Opens channels for progress.</summary>
public interface IProgressChannelProvider
{
    /// <summary>Opens a progress channel; dispose it when the work is done.</summary>
    IProgressChannel StartProgressChannel(string name);
}
