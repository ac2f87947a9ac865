using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>A message of the context's log.</summary>
public class LoggingEventArgs : EventArgs
{
    /// <summary>A message that says everything itself.</summary>
    public LoggingEventArgs(string message)
    {
        Message = message;
        RawMessage = message;
    }

    /// <summary>A message of a kind from a source.</summary>
    public LoggingEventArgs(string message, ChannelMessageKind kind, string source)
    {
        RawMessage = message;
        Kind = kind;
        Source = source;
        Message = $"[Source={source}, Kind={kind}] {message}";
    }

    /// <summary>Who sent it: the component, then the channel.</summary>
    public string Source { get; }

    /// <summary>How serious it is.</summary>
    public ChannelMessageKind Kind { get; }

    /// <summary>The text alone.</summary>
    public string RawMessage { get; }

    /// <summary>Source, kind and text.</summary>
    public string Message { get; }
}
