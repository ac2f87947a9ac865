using MlNetGenerative.Core.Training;
using static TorchSharp.torch;

namespace Benchmarks;

/// <summary>Records live tensors and resident memory at the end of each epoch.</summary>
internal sealed class EpochMemory : IProgress<TrainingProgress>
{
    private readonly List<double> _tensors = [];
    private readonly List<double> _megabytes = [];

    public void Report(TrainingProgress value)
    {
        if (value.RowsDone != value.RowsInEpoch || value.Epoch <= _tensors.Count)
            return;
        GC.Collect();
        _tensors.Add(Tensor.TotalCount);
        _megabytes.Add(Environment.WorkingSet / 1048576.0);
    }

    /// <summary>Prints the first and the last figures; memory from the tenth part of the run on, when what is reused has been made.</summary>
    public void Print(string name, int updates, TimeSpan elapsed)
    {
        double early = _megabytes[_megabytes.Count / 10];
        Figures.Print($"{name}_updates", updates);
        Figures.Print($"{name}_updates_per_second", updates / elapsed.TotalSeconds);
        Figures.Print($"{name}_live_tensors_first_epoch", _tensors[0]);
        Figures.Print($"{name}_live_tensors_last_epoch", _tensors[^1]);
        Figures.Print($"{name}_resident_mb_after_a_tenth", early);
        Figures.Print($"{name}_resident_mb_last_epoch", _megabytes[^1]);
        Figures.Print($"{name}_resident_growth", _megabytes[^1] / early);
    }
}
