using System.Diagnostics;
using System.Reflection;

namespace Benchmarks;

/// <summary>Runs this program in a process of its own.</summary>
internal static class Restart
{
    /// <summary>Runs it again without some environment variables, and gives its exit code.</summary>
    public static int Without(string[] variables, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Assembly.GetEntryAssembly()!.Location, .. arguments]);
        foreach (string name in variables)
            start.Environment.Remove(name);
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }

    /// <summary>Runs it again with an environment variable, and gives the last line that it prints.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static string With(string variable, string value, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Assembly.GetEntryAssembly()!.Location, .. arguments]) { RedirectStandardOutput = true };
        start.Environment[variable] = value;
        using Process process = Process.Start(start)!;
        string[] lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        return process.ExitCode == 0 ? lines[^1] : throw new InvalidOperationException($"{string.Join(' ', arguments)} with {variable}={value} ended with code {process.ExitCode}.");
    }
}
