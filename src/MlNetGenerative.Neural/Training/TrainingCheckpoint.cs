using System.Globalization;
using MlNetGenerative.Core.Persistence;
using MlNetGenerative.Neural.Numerics;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Training;

/// <summary>What a checkpoint of training holds: the model's state, the optimizers' moments and counters, the best state so far, the history,
/// and the position in the run. Nothing else changes its course: what is random is a function of seed and position.</summary>
internal sealed class TrainingCheckpoint<TLosses>
    where TLosses : struct, ILosses
{
    private const string EpochText = "epoch";
    private const string BatchText = "batches_done";
    private const string UpdateText = "updates_done";
    private const string RowText = "rows_done";
    private const string BestEpochText = "best_epoch";
    private const string FinishedText = "finished";
    private const string EpochsText = "epochs_done";
    private const string StepsText = "steps.";
    private const string SumsTensor = "run.sums";
    private const string HistoryTensor = "run.history";

    private readonly CheckpointStore _store;
    private readonly TrainedModel<TLosses> _model;
    private readonly IReadOnlyList<(string Name, Tensor Tensor)> _entries;
    private readonly float[][] _values;
    private readonly BestWeights _best;
    private readonly HistoryTable _history;

    /// <param name="folder">Where it is.</param>
    /// <param name="model">The model.</param>
    /// <param name="settings">The settings of training and the rows' digest, which must agree, as the model's own settings must.</param>
    /// <param name="best">The best state so far.</param>
    public TrainingCheckpoint(string folder, TrainedModel<TLosses> model, IReadOnlyDictionary<string, string> settings, BestWeights best)
    {
        var all = new Dictionary<string, string>(settings, StringComparer.Ordinal);
        foreach ((string name, string value) in model.Settings)
            all[$"{model.Name}.{name}"] = value;
        _store = new CheckpointStore(folder, model.Name, all);
        _model = model;
        _best = best;
        _entries = model.State;
        _values = [.. _entries.Select(entry => new float[entry.Tensor.NumberOfElements])];
        _history = new HistoryTable(TLosses.Names);
    }

    /// <summary>The file.</summary>
    public string FilePath => _store.FilePath;

    /// <summary>Writes the run as it is, in place of the last checkpoint.</summary>
    /// <returns>False, and nothing is written, when an entry of the state is not finite: the last checkpoint is the last good one.</returns>
    public bool Save(TrainingState state)
    {
        for (int i = 0; i < _values.Length; i++)
        {
            TensorArrays.CopyTo(_entries[i].Tensor, _values[i]);
            if (!StateCheck.IsFinite(_values[i]))
                return false;
        }
        var tensors = new List<SafetensorsTensor>();
        for (int i = 0; i < _values.Length; i++)
            tensors.Add(new SafetensorsTensor($"state.{_entries[i].Name}", Shape(_entries[i].Tensor), _values[i]));
        for (int i = 0; i < _best.Values.Length; i++)
            tensors.Add(new SafetensorsTensor($"best.{_entries[i].Name}", Shape(_entries[i].Tensor), _best.Values[i]));
        foreach (Optimizer optimizer in _model.Optimizers)
            foreach (OptimizedParameter parameter in optimizer.Parameters)
                foreach ((string moment, float[] values) in parameter.Moments)
                    tensors.Add(new SafetensorsTensor(MomentName(optimizer, parameter, moment), Shape(parameter.Tensor), values));
        double[] sums = [.. state.LossSums, state.GradientNormSum, state.Elapsed.TotalSeconds, state.EpochElapsed.TotalSeconds];
        tensors.Add(new SafetensorsTensor(SumsTensor, [sums.Length], sums));
        tensors.Add(new SafetensorsTensor(HistoryTensor, [state.History.Count, _history.Columns], _history.ToArray(state.History)));

        static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
        var texts = new Dictionary<string, string>
        {
            [EpochText] = Text(state.Position.Epoch),
            [BatchText] = Text(state.Position.BatchesDone),
            [UpdateText] = Text(state.Position.UpdatesDone),
            [RowText] = Text(state.RowsDone),
            [BestEpochText] = Text(state.BestEpoch),
            [FinishedText] = Text(state.Finished ? 1 : 0),
            [EpochsText] = Text(state.History.Count),
        };
        foreach (Optimizer optimizer in _model.Optimizers)
            texts.Add(StepsText + optimizer.Name, Text(optimizer.Steps));
        _store.Save(texts, tensors);
        return true;
    }

    /// <summary>Takes model, optimizers and run back to the last checkpoint.</summary>
    /// <returns>False when there is none.</returns>
    /// <exception cref="InvalidOperationException">It belongs to other settings or other rows.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public bool Load(TrainingState state)
    {
        Safetensors? loaded = _store.Load(Layouts);
        if (loaded is null)
            return false;
        foreach ((string name, Tensor tensor) in _entries)
            TensorArrays.CopyTo(loaded.GetSingles($"state.{name}"), tensor);
        if (HasBest(loaded.Metadata))
            _best.Set([.. _entries.Select(entry => loaded.GetSingles($"best.{entry.Name}"))]);
        foreach (Optimizer optimizer in _model.Optimizers)
        {
            optimizer.Steps = Number(loaded.Metadata, StepsText + optimizer.Name);
            foreach (OptimizedParameter parameter in optimizer.Parameters)
                parameter.SetMoments([.. parameter.Moments.Select(moment => loaded.GetSingles(MomentName(optimizer, parameter, moment.Name)))]);
        }
        double[] sums = loaded.GetDoubles(SumsTensor);
        sums.AsSpan(0, state.LossSums.Length).CopyTo(state.LossSums);
        state.GradientNormSum = sums[^3];
        state.Continue(TimeSpan.FromSeconds(sums[^2]), TimeSpan.FromSeconds(sums[^1]));
        state.History.AddRange(_history.FromArray(loaded.GetDoubles(HistoryTensor)));
        state.Position = new TrainingPosition(
            (int)Number(loaded.Metadata, EpochText), Number(loaded.Metadata, BatchText), Number(loaded.Metadata, UpdateText));
        state.RowsDone = Number(loaded.Metadata, RowText);
        state.BestEpoch = (int)Number(loaded.Metadata, BestEpochText);
        state.Finished = Number(loaded.Metadata, FinishedText) != 0;
        return true;
    }

    private IReadOnlyList<SafetensorsLayout> Layouts(IReadOnlyDictionary<string, string> texts) =>
    [
        .. _entries.Select(entry => new SafetensorsLayout($"state.{entry.Name}", SafetensorsElement.Single, Shape(entry.Tensor))),
        .. HasBest(texts) ? _entries.Select(entry => new SafetensorsLayout($"best.{entry.Name}", SafetensorsElement.Single, Shape(entry.Tensor))) : [],
        .. from optimizer in _model.Optimizers
           from parameter in optimizer.Parameters
           from moment in parameter.Moments
           select new SafetensorsLayout(MomentName(optimizer, parameter, moment.Name), SafetensorsElement.Single, Shape(parameter.Tensor)),
        new SafetensorsLayout(SumsTensor, SafetensorsElement.Double, [TLosses.Names.Count + 3]),
        new SafetensorsLayout(HistoryTensor, SafetensorsElement.Double, [(int)Number(texts, EpochsText), _history.Columns]),
    ];

    private static bool HasBest(IReadOnlyDictionary<string, string> texts) => Number(texts, BestEpochText) > 0;

    private static string MomentName(Optimizer optimizer, OptimizedParameter parameter, string moment) => $"{optimizer.Name}.{parameter.Name}.{moment}";

    private static int[] Shape(Tensor tensor) => [.. tensor.shape.Select(size => checked((int)size))];

    private static long Number(IReadOnlyDictionary<string, string> texts, string name) =>
        long.TryParse(texts.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw new InvalidDataException($"'{name}' is '{texts.GetValueOrDefault(name) ?? "missing"}', expected a number.");
}
