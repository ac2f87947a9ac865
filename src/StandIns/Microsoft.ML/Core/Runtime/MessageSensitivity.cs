namespace Microsoft.ML.Runtime;

/// <summary>What a message may reveal.</summary>
[Flags]
public enum MessageSensitivity
{
    /// <summary>Nothing of the user's.</summary>
    None = 0,

    /// <summary>Values of the user's data.</summary>
    UserData = 1,

    /// <summary>Names of columns and slots.</summary>
    Schema = 2,

    /// <summary>Everything.</summary>
    All = ~None,

    /// <summary>Not known, so everything.</summary>
    Unknown = ~None,
}
