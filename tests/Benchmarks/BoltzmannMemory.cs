using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using MlNetGenerative;

namespace Benchmarks;

/// <summary>The peak of resident memory of a process that trains on 60,000 and on 600,000 rows of 784 columns, streamed from a file in each epoch.</summary>
internal static class BoltzmannMemory
{
    private const string FileVariable = "BENCHMARK_STREAMED_FILE";

    public static void Run()
    {
        if (Environment.GetEnvironmentVariable(FileVariable) is { } file)
        {
            Train(file);
            return;
        }
        double few = PeakOf(60_000), many = PeakOf(600_000);
        Figures.Print("streamed_fit_peak_mb_60000_rows", few);
        Figures.Print("streamed_fit_peak_mb_600000_rows", many);
        Figures.Print("streamed_fit_peak_ratio", many / few);
    }

    private static double PeakOf(int rows)
    {
        string file = Path.Combine(Path.GetTempPath(), $"streamed-{Environment.ProcessId}-{rows}-images-idx3-ubyte");
        try
        {
            Write(file, rows);
            return double.Parse(Restart.With(FileVariable, file, ["boltzmann-memory"]), CultureInfo.InvariantCulture);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void Train(string file)
    {
        var ml = new MLContext(seed: 1);
        ml.Generative().RestrictedBoltzmannMachine(new RestrictedBoltzmannMachineEstimator.Options
        {
            NumberOfHiddenUnits = 100, NumberOfEpochs = 2, CacheData = false,
        }).Fit(ml.Data.LoadFromIdx(file));
        using Process self = Process.GetCurrentProcess();
        Console.WriteLine((self.PeakWorkingSet64 / 1048576.0).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The digits again and again, as a file of so many.</summary>
    private static void Write(string path, int rows)
    {
        byte[][] images = Digits.Load().Train;
        using FileStream file = File.Create(path);
        byte[] header = new byte[16];
        int[] numbers = [0x803, rows, 28, 28];
        for (int number = 0; number < numbers.Length; number++)
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 * number), numbers[number]);
        file.Write(header);
        for (int row = 0; row < rows; row++)
            file.Write(images[row % images.Length]);
    }
}
