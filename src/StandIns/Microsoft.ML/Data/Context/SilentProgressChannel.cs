using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A progress channel that nobody listens to: progress does not reach the context's log.</summary>
internal sealed class SilentProgressChannel : IProgressChannel
{
    public void SetHeader(ProgressHeader header, Action<IProgressEntry> fillAction)
    {
    }

    public void Checkpoint(params double?[] values)
    {
    }

    public IProgressChannel StartProgressChannel(string name) => new SilentProgressChannel();

    public void Dispose()
    {
    }
}
