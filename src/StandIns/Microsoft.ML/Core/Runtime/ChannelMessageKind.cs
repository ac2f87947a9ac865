namespace Microsoft.ML.Runtime;

/// <summary>How serious a message is.</summary>
public enum ChannelMessageKind
{
    /// <summary>Of use when looking for a fault.</summary>
    Trace = 0,

    /// <summary>Good to know.</summary>
    Info = 1,

    /// <summary>Something is likely not as meant.</summary>
    Warning = 2,

    /// <summary>Something failed.</summary>
    Error = 3,
}
