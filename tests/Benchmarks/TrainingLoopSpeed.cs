using System.Diagnostics;
using MlNetGenerative.Core.Numerics;
using MlNetGenerative.Core.Training;
using MlNetGenerative.Neural.Numerics;
using MlNetGenerative.Neural.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Benchmarks;

/// <summary>What the training loop costs beyond the bare step, on a dense autoencoder 784–512–512–8 with batches of 128.</summary>
internal static class TrainingLoopSpeed
{
    private const int Columns = 784;
    private const int BatchSize = 128;
    private const int Updates = 60;
    private const int Rounds = 9;

    public static void Run()
    {
        set_num_threads(1);
        var settings = new TrainingSettings { NumberOfEpochs = 1, BatchSize = BatchSize };
        CachedRows rows = Rows(Updates * BatchSize);
        var bare = new List<double>();
        var loop = new List<double>();
        var unfetched = new List<double>();
        using var model = new DenseAutoencoder(settings, Columns, 512, 8);
        for (int round = 0; round <= Rounds; round++)   // the first is to warm up
        {
            double[] times = [Bare(model), Loop(model, rows, settings), Loop(model, rows, settings with { Prefetch = false })];
            if (round == 0)
                continue;
            bare.Add(times[0]);
            loop.Add(times[1]);
            unfetched.Add(times[2]);
        }
        Figures.Print("training_bare_step_ms", 1e3 * Figures.Quantile(bare, 0.5));
        Figures.Print("training_loop_step_ms", 1e3 * Figures.Quantile(loop, 0.5));
        Figures.Print("training_loop_over_bare", Figures.Quantile([.. loop.Zip(bare, (one, other) => one / other)], 0.5));
        Figures.Print("training_loop_without_prefetch_over_bare", Figures.Quantile([.. unfetched.Zip(bare, (one, other) => one / other)], 0.5));
        Figures.Print("training_optimizer_ms", 1e3 * Adam(model));
    }

    /// <summary>Seconds of an update on tensors that are there already.</summary>
    private static double Bare(DenseAutoencoder model)
    {
        using DisposeScope all = NewDisposeScope();
        Tensor batch = TensorArrays.Create(Values(BatchSize * Columns, 1), [BatchSize, Columns], CPU);
        Tensor noise = TensorArrays.Create(Values(BatchSize * 8, 2), [BatchSize, 8], CPU);
        long start = Stopwatch.GetTimestamp();
        for (int update = 0; update < Updates; update++)
        {
            using DisposeScope scope = NewDisposeScope();
            model.Step(batch, noise);
        }
        return Stopwatch.GetElapsedTime(start).TotalSeconds / Updates;
    }

    private static double Loop(DenseAutoencoder model, CachedRows rows, TrainingSettings settings)
    {
        long start = Stopwatch.GetTimestamp();
        TrainingLoop.Run(model, rows, settings);
        return Stopwatch.GetElapsedTime(start).TotalSeconds / Updates;
    }

    /// <summary>Seconds of one step of the optimizer, on gradients that are there already.</summary>
    private static double Adam(DenseAutoencoder model)
    {
        var times = new List<double>();
        for (int i = 0; i < 100; i++)
        {
            long start = Stopwatch.GetTimestamp();
            model.Optimizers[0].Step();
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return Figures.Quantile(times, 0.5);
    }

    /// <summary>Rows like those of digits: a fifth of the entries is not zero.</summary>
    private static CachedRows Rows(int count)
    {
        var rows = new CachedRows(Columns);
        int[] indices = [.. Enumerable.Range(0, Columns)];
        for (int row = 0; row < count; row++)
            rows.Add(indices, Values(Columns, (ulong)row + 10));
        return rows;
    }

    private static float[] Values(int count, ulong number)
    {
        float[] values = new float[count];
        new Philox(1, RandomStream.Prior).Fill(number, 0, values);
        return Array.ConvertAll(values, value => value < 0.8f ? 0 : 5 * (value - 0.8f));
    }
}
