namespace Microsoft.ML.Runtime;

/// <summary>Tells how far some work is.</summary>
public interface IProgressChannel : IProgressChannelProvider, IDisposable
{
    /// <summary>Says what is counted and how to read it.</summary>
    void SetHeader(ProgressHeader header, Action<IProgressEntry> fillAction);

    /// <summary>Notes metrics, then progress, at a point worth noting.</summary>
    void Checkpoint(params double?[] values);
}
