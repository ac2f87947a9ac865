namespace Microsoft.ML.Runtime;

/// <summary>A pipe for texts; they reach the context's Log event.</summary>
public interface IChannel : IPipe<ChannelMessage>
{
    /// <summary>Sends a trace.</summary>
    void Trace(MessageSensitivity sensitivity, string fmt);

    /// <summary>Sends a formatted trace.</summary>
    void Trace(MessageSensitivity sensitivity, string fmt, params object[] args);

    /// <summary>Sends an error.</summary>
    void Error(MessageSensitivity sensitivity, string fmt);

    /// <summary>Sends a formatted error.</summary>
    void Error(MessageSensitivity sensitivity, string fmt, params object[] args);

    /// <summary>Sends a warning.</summary>
    void Warning(MessageSensitivity sensitivity, string fmt);

    /// <summary>Sends a formatted warning.</summary>
    void Warning(MessageSensitivity sensitivity, string fmt, params object[] args);

    /// <summary>Sends an information.</summary>
    void Info(MessageSensitivity sensitivity, string fmt);

    /// <summary>Sends a formatted information.</summary>
    void Info(MessageSensitivity sensitivity, string fmt, params object[] args);
}
