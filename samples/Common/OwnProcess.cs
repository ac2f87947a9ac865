using System.Diagnostics;
using System.Reflection;

namespace Samples.Common;

/// <summary>Starts the running program once more, as a process of its own.</summary>
public static class OwnProcess
{
    /// <summary>Runs the program with other arguments and waits for its end. Its errors go to the error stream of this process.</summary>
    /// <param name="args">The arguments.</param>
    /// <returns>The lines that it wrote.</returns>
    /// <exception cref="SampleException">It ended with an exit code other than 0.</exception>
    public static string[] Run(params string[] args)
    {
        // A framework-dependent program runs inside "dotnet", which wants the assembly first; its own executable does not.
        string executable = Environment.ProcessPath!;
        bool isDotnet = Path.GetFileNameWithoutExtension(executable).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        string[] all = isDotnet ? [Assembly.GetEntryAssembly()!.Location, .. args] : args;

        using Process process = Process.Start(new ProcessStartInfo(executable, all) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new SampleException($"the new process '{string.Join(' ', args)}' ended with exit code {process.ExitCode}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
