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
        using Process process = Start(args);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new SampleException($"the new process '{string.Join(' ', args)}' ended with exit code {process.ExitCode}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <summary>Runs the program with other arguments, and kills it in the middle of what it does after its first checkpoint.</summary>
    /// <param name="checkpoints">The folder of the checkpoint.</param>
    /// <param name="args">The arguments.</param>
    /// <returns>Whether it was still running when it was killed.</returns>
    public static bool KillAfterCheckpoint(string checkpoints, params string[] args)
    {
        using Process process = Start(args);
        while (!process.HasExited && (!Directory.Exists(checkpoints) || Directory.GetFiles(checkpoints, "*.safetensors").Length == 0))
            Thread.Sleep(5);
        Thread.Sleep(150);
        bool wasRunning = !process.HasExited;
        Console.WriteLine(wasRunning ? "  Killed in the middle of training." : "  The process ended before it could be killed.");
        process.Kill();
        process.WaitForExit();
        return wasRunning;
    }

    /// <summary>Whether training that is killed in a process of its own, and started again in this one, ends with the very arrays of training that is not.</summary>
    /// <param name="outputFolder">The folder of the sample, in which the checkpoint gets one.</param>
    /// <param name="train">Trains with checkpoints in a folder, or without where it is null, and gives the model's arrays.</param>
    /// <param name="args">The arguments with which the program trains until it is killed; the checkpoint's folder follows them.</param>
    public static bool EndsTheSameWhenKilled(string outputFolder, Func<string?, IReadOnlyDictionary<string, float[]>> train, params string[] args)
    {
        string folder = Path.Combine(outputFolder, "checkpoint");
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        IReadOnlyDictionary<string, float[]> expected = train(null);
        bool wasKilled = KillAfterCheckpoint(folder, [.. args, folder]);
        IReadOnlyDictionary<string, float[]> got = train(folder);
        return wasKilled && expected.All(array => array.Value.AsSpan().SequenceEqual(got[array.Key]));
    }

    private static Process Start(string[] args)
    {
        // A framework-dependent program runs inside "dotnet", which wants the assembly first; its own executable does not.
        string executable = Environment.ProcessPath!;
        bool isDotnet = Path.GetFileNameWithoutExtension(executable).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        return Process.Start(new ProcessStartInfo(executable, isDotnet ? [Assembly.GetEntryAssembly()!.Location, .. args] : args) { RedirectStandardOutput = true })!;
    }
}
