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
}
