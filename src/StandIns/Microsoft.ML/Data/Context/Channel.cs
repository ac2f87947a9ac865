using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Passes the messages of one piece of work on to the context's log.</summary>
internal sealed class Channel : IChannel
{
    private readonly IExceptionContext _parent;
    private readonly string _fullName;
    private readonly ContextState _context;
    private readonly long _started = Stopwatch.GetTimestamp();
    private bool _disposed;

    public Channel(IExceptionContext parent, string fullName, ContextState context)
    {
        _parent = parent;
        _fullName = fullName;
        _context = context;
        Trace(MessageSensitivity.None, "Channel started");
    }

    public string ContextDescription => _fullName;

    public TException Process<TException>(TException ex)
        where TException : Exception
        => _parent.Process(ex);

    public void Send(ChannelMessage msg) => _context.Log(_fullName, msg);

    public void Trace(MessageSensitivity sensitivity, string fmt) => Send(new ChannelMessage(ChannelMessageKind.Trace, sensitivity, fmt));

    public void Trace(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(new ChannelMessage(ChannelMessageKind.Trace, sensitivity, fmt, args));

    public void Error(MessageSensitivity sensitivity, string fmt) => Send(new ChannelMessage(ChannelMessageKind.Error, sensitivity, fmt));

    public void Error(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(new ChannelMessage(ChannelMessageKind.Error, sensitivity, fmt, args));

    public void Warning(MessageSensitivity sensitivity, string fmt) => Send(new ChannelMessage(ChannelMessageKind.Warning, sensitivity, fmt));

    public void Warning(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(new ChannelMessage(ChannelMessageKind.Warning, sensitivity, fmt, args));

    public void Info(MessageSensitivity sensitivity, string fmt) => Send(new ChannelMessage(ChannelMessageKind.Info, sensitivity, fmt));

    public void Info(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(new ChannelMessage(ChannelMessageKind.Info, sensitivity, fmt, args));

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        string elapsed = Stopwatch.GetElapsedTime(_started).ToString("c", CultureInfo.InvariantCulture);
        Trace(MessageSensitivity.None, $"Channel finished. Elapsed {elapsed}.");
        Trace(MessageSensitivity.None, "Channel disposed");
    }
}
