using System.Diagnostics;

namespace MlNetGenerative.Tests;

/// <summary>Runs this assembly's <see cref="Program"/> in a process of its own.</summary>
internal static class HelperProcess
{
    public static (int ExitCode, string Output) Run(string folder, params string[] arguments)
    {
        string host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path ? path : "dotnet";
        string[] all = ["exec", Path.Combine(folder, typeof(HelperProcess).Assembly.GetName().Name + ".dll"), .. arguments];
        var start = new ProcessStartInfo(host, all) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(60_000))
        {
            process.Kill();
            throw new TimeoutException($"The helper process did not end: {string.Join(' ', all)}");
        }
        return (process.ExitCode, output + errors.Result);
    }
}
