using System.Diagnostics;

namespace MlNetGenerative.Tests;

/// <summary>Training in processes that are killed, and go on from their checkpoint.</summary>
internal static class KilledRuns
{
    /// <summary>The line that the process writes once it has a checkpoint behind it, which a busy machine takes its time to reach.</summary>
    public const string Started = "started";

    /// <summary>Trains once to the end, and once with the process killed again and again; both must leave the same bytes.</summary>
    /// <param name="command">The command of the helper process; it takes the folder of the checkpoint and the file for what was trained.</param>
    /// <param name="kills">How often it is killed.</param>
    /// <param name="longestDelay">The largest number of milliseconds from <see cref="Started"/> to a kill.</param>
    public static void AssertEndWithTheSameBits(string command, int kills, int longestDelay)
    {
        using var folder = new TemporaryFolder();
        Assert.AreEqual(0, HelperProcess.Run(AppContext.BaseDirectory, command, folder.File("whole"), folder.File("whole.bin")).ExitCode);
        var random = new Random();
        var delays = new List<int>();
        for (int kill = 0; kill < kills; kill++)
        {
            using Process process = HelperProcess.Start(AppContext.BaseDirectory, command, folder.File("killed"), folder.File("killed.bin"));
            Assert.AreEqual(Started, process.StandardOutput.ReadLine());
            delays.Add(random.Next(longestDelay));
            Thread.Sleep(delays[^1]);
            process.Kill();   // SIGKILL
            process.WaitForExit();
            Assert.AreEqual(128 + 9, process.ExitCode, $"run {kill + 1} ended before it was killed; milliseconds: {string.Join(' ', delays)}");
        }
        (int exitCode, string output) = HelperProcess.Run(AppContext.BaseDirectory, command, folder.File("killed"), folder.File("killed.bin"));
        Assert.AreEqual(0, exitCode, output);
        Assert.Contains("goes on from the checkpoint", output);
        CollectionAssert.AreEqual(File.ReadAllBytes(folder.File("whole.bin")), File.ReadAllBytes(folder.File("killed.bin")), $"milliseconds: {string.Join(' ', delays)}");
        Assert.HasCount(1, Directory.GetFiles(folder.File("killed")));
    }
}
