using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Benchmarks;

/// <summary>Programs in Python that a benchmark measures beside ours, in tests/Benchmarks/peers. They need Debian's python3-torch with libopenblas0-pthread.</summary>
internal static partial class PythonPeer
{
    /// <summary>Runs a script to its end.</summary>
    /// <param name="script">Its file name.</param>
    /// <param name="arguments">What it is called with.</param>
    /// <returns>The figures that it printed.</returns>
    public static Dictionary<string, double> Run(string script, params string[] arguments)
    {
        string path = Path.Combine(Digits.RepositoryRoot(), "tests", "Benchmarks", "peers", script);
        var start = new ProcessStartInfo("/usr/bin/python3", [path, .. arguments]) { RedirectStandardOutput = true };
        start.Environment["OMP_WAIT_POLICY"] = "passive";   // threads that spin while they wait take the processor from those that work
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{script} failed. It needs Debian's python3-torch and libopenblas0-pthread.");
        return output.Split('\n').Where(line => line.StartsWith("figure ", StringComparison.Ordinal)).Select(line => line.Split(' '))
            .ToDictionary(parts => parts[1], parts => double.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    /// <summary>Lets temporaries of a step come back to the allocator instead of the system, as an application may choose and the scripts do.</summary>
    public static void AllocateAlike()
    {
        if (!OperatingSystem.IsLinux())
            return;
        mallopt(-3, 1 << 30);
        mallopt(-1, int.MaxValue);
    }

    [LibraryImport("libc")]
    private static partial int mallopt(int parameter, int value);
}
