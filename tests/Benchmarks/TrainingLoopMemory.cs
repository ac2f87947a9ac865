using MlNetGenerative.Core.Training;
using MlNetGenerative.Neural.Training;
using static TorchSharp.torch;

namespace Benchmarks;

/// <summary>Live tensors and resident memory over 100,000 updates of a small network.</summary>
internal static class TrainingLoopMemory
{
    private const int Epochs = 100;
    private const int UpdatesInEpoch = 1000;
    private const int BatchSize = 16;

    public static void Run()
    {
        set_num_threads(1);
        var settings = new TrainingSettings { NumberOfEpochs = Epochs, BatchSize = BatchSize };
        var rows = new CachedRows(4);
        for (int row = 0; row < UpdatesInEpoch * BatchSize; row++)
            rows.Add([0, 1, 2, 3], [row % 7 / 7f, row % 5 / 5f, row % 3 / 3f, row % 2]);
        var tensors = new List<double>();
        var memory = new List<double>();
        using var model = new DenseAutoencoder(settings, 4, 8, 2);
        TrainingResult result = TrainingLoop.Run(model, rows, settings, new TrainingObservers(OnEpoch: _ =>
        {
            tensors.Add(Tensor.TotalCount);
            GC.Collect();
            memory.Add(Environment.WorkingSet / 1048576.0);
        }));
        Figures.Print("training_updates", model.Optimizers[0].Steps);
        Figures.Print("training_updates_per_second", model.Optimizers[0].Steps / result.History[^1].Elapsed.TotalSeconds);
        Figures.Print("training_live_tensors_first_epoch", tensors[0]);
        Figures.Print("training_live_tensors_last_epoch", tensors[^1]);
        Figures.Print("training_resident_mb_after_10_epochs", memory[9]);
        Figures.Print("training_resident_mb_last_epoch", memory[^1]);
        Figures.Print("training_resident_growth", memory[^1] / memory[9]);
    }
}
