using Microsoft.ML;
using StandIns.Tests.Zip;

namespace StandIns.Tests.StandInOnly;

/// <summary>Whatever is in a file, loading it ends soon, with little memory, in a model or an ordinary exception.</summary>
[TestClass]
public sealed class HostileModelTests
{
    private const long MostBytes = 32 << 20;

    [TestMethod]
    [DataRow(Golden.Iris)]
    [DataRow(Golden.Digits)]
    public void FlippedBytesNeverCrashOrTakeMuchMemory(string name)
    {
        var file = new ModelFile(Golden.Zip(name));
        var random = new Random(1);
        int failures = 0, loaded = 0;
        foreach (string entry in file.Names.Where(entry => !entry.EndsWith(".txt", StringComparison.Ordinal)))
        {
            byte[] content = file[entry];
            for (int trial = 0; trial < 60; trial++)
            {
                byte[] changed = [.. content];
                // Half of the trials hit the numbers that say how much there is: the header and the start of the block.
                int position = trial % 2 == 0 ? random.Next(Math.Min(content.Length, 300)) : random.Next(content.Length);
                changed[position] ^= (byte)(1 << random.Next(8));
                Count(file.With(entry, changed), ref failures, ref loaded);
            }
        }

        Assert.IsTrue(failures > 100, $"{failures} of {failures + loaded} changes were noticed");
    }

    [TestMethod]
    [DataRow(Golden.Iris)]
    [DataRow(Golden.Digits)]
    public void HostileLengthsNeverCrashOrTakeMuchMemory(string name)
    {
        var file = new ModelFile(Golden.Zip(name));
        int failures = 0, loaded = 0;
        foreach (string entry in file.Names.Where(entry => !entry.EndsWith(".txt", StringComparison.Ordinal)))
        {
            byte[] content = file[entry];
            for (int position = 0; position <= Math.Min(content.Length, 420) - 4; position += 4)
            {
                foreach (int value in (ReadOnlySpan<int>)[int.MaxValue, -1, int.MinValue, 0x10000000])
                {
                    byte[] changed = [.. content];
                    BitConverter.GetBytes(value).CopyTo(changed, position);
                    Count(file.With(entry, changed), ref failures, ref loaded);
                }
            }
        }

        Assert.IsTrue(failures > 1000, $"{failures} of {failures + loaded} changes were noticed");
    }

    [TestMethod]
    [DataRow(Golden.Iris)]
    [DataRow(Golden.Digits)]
    public void ShortenedEntriesNeverCrash(string name)
    {
        var file = new ModelFile(Golden.Zip(name));
        int failures = 0, loaded = 0;
        foreach (string entry in file.Names.Where(entry => !entry.EndsWith(".txt", StringComparison.Ordinal)))
        {
            byte[] content = file[entry];
            foreach (int length in (ReadOnlySpan<int>)[0, 1, 8, 255, 256, content.Length / 2, content.Length - 1])
            {
                if (length < content.Length)
                    Count(file.With(entry, content[..length]), ref failures, ref loaded);
            }
        }

        Assert.AreEqual(0, loaded, "a shortened entry was not noticed");
    }

    private static void Count(byte[] zip, ref int failures, ref int loaded)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            new MLContext(1).Model.Load(new MemoryStream(zip), out _);
            loaded++;
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or AccessViolationException or NullReferenceException or IndexOutOfRangeException
            or InvalidCastException or DivideByZeroException))
        {
            AssertOrdinary(exception);
            failures++;
        }

        Assert.IsTrue(GC.GetAllocatedBytesForCurrentThread() - before < MostBytes, "loading took too much memory");
    }

    private static void AssertOrdinary(Exception exception)
    {
        for (Exception? inner = exception; inner != null; inner = inner.InnerException)
        {
            Assert.IsFalse(inner is OutOfMemoryException or NullReferenceException or IndexOutOfRangeException or InvalidCastException or OverflowException or KeyNotFoundException,
                inner.ToString());
        }
    }
}
