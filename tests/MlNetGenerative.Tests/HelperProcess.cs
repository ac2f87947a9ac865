using System.Diagnostics;

namespace MlNetGenerative.Tests;

/// <summary>Runs this assembly's <see cref="Program"/> in a process of its own.</summary>
internal static class HelperProcess
{
    /// <summary>Starts it; the caller waits for it, or kills it.</summary>
    public static Process Start(string folder, params string[] arguments)
    {
        string host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path ? path : "dotnet";
        string[] all = ["exec", Path.Combine(folder, typeof(HelperProcess).Assembly.GetName().Name + ".dll"), .. arguments];
        var start = new ProcessStartInfo(host, all) { RedirectStandardOutput = true, RedirectStandardError = true };
        return Process.Start(start)!;
    }

    /// <summary>Runs it to its end.</summary>
    public static (int ExitCode, string Output) Run(string folder, params string[] arguments)
    {
        using Process process = Start(folder, arguments);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(60_000))
        {
            process.Kill();
            throw new TimeoutException($"The helper process did not end: {string.Join(' ', arguments)}");
        }
        return (process.ExitCode, output + errors.Result);
    }
}
