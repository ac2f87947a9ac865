namespace Samples.Common;

/// <summary>A mistake of the user that one line explains; ends the sample.</summary>
/// <param name="message">The line.</param>
/// <param name="exitCode">2 for the command line, 1 for the rest.</param>
public sealed class SampleException(string message, int exitCode = 1) : Exception(message)
{
    /// <summary>The exit code of the process.</summary>
    public int ExitCode { get; } = exitCode;
}
