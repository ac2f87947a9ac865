using System.Collections.Concurrent;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>What all hosts of one context share.</summary>
internal sealed class ContextState
{
    private readonly Action<string, ChannelMessage> _log;

    public ContextState(int? seed, Action<string, ChannelMessage> log)
    {
        Seed = seed;
        _log = log;
    }

    public int? Seed { get; }

    public ComponentCatalog ComponentCatalog { get; } = new();

    public ConcurrentDictionary<string, object> Options { get; } = new();

    public string TempFilePath { get; set; } = Path.GetTempPath();

    public int? GpuDeviceId { get; set; }

    public bool FallbackToCpu { get; set; } = true;

    public void Log(string source, ChannelMessage message) => _log(source, message);
}
