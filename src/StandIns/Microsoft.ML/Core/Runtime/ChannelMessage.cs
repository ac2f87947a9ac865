using System.Globalization;

namespace Microsoft.ML.Runtime;

/// <summary>A message that a channel passes on.</summary>
public readonly struct ChannelMessage
{
    private readonly string _message;
    private readonly object[] _args;

    /// <summary>How serious it is.</summary>
    public readonly ChannelMessageKind Kind;

    /// <summary>What it may reveal.</summary>
    public readonly MessageSensitivity Sensitivity;

    internal ChannelMessage(ChannelMessageKind kind, MessageSensitivity sensitivity, string message)
        : this(kind, sensitivity, message, null)
    {
    }

    internal ChannelMessage(ChannelMessageKind kind, MessageSensitivity sensitivity, string format, object[] args)
    {
        Contracts.CheckNonEmpty(format, nameof(format));
        Kind = kind;
        Sensitivity = sensitivity;
        _message = format;
        _args = args;
    }

    /// <summary>The text, formatted when it is asked for.</summary>
    public string Message => _args is { Length: > 0 } ? string.Format(CultureInfo.CurrentCulture, _message, _args) : _message;
}
