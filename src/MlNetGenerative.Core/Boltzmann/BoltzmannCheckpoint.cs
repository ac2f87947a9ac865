using System.Globalization;
using System.Reflection;
using MlNetGenerative.Core.Persistence;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>The checkpoint of a training run: parameters, velocities or moments, offsets and chains, the counters, the history, and with
/// early stopping the machine of the best epoch. Nothing else changes its course: what is random is a function of seed and counters.</summary>
internal sealed class BoltzmannCheckpoint
{
    private const string EpochText = "epoch";
    private const string BatchText = "batches_done";
    private const string UpdateText = "updates_done";
    private const string DrawText = "draws";
    private const string EpochsText = "epochs_done";
    private const string HistoryTensor = "history";
    private const int HistoryColumns = 13;
    private const string BestWeightsTensor = "best_weights";
    private const string BestVisibleBiasTensor = "best_visible_bias";
    private const string BestHiddenBiasTensor = "best_hidden_bias";

    // The same bits come of any number of threads, and when checkpoints are written changes no bit either.
    private static readonly string[] SettingsWithoutEffect =
    [
        nameof(RestrictedBoltzmannMachineSettings.NumberOfThreads),
        nameof(RestrictedBoltzmannMachineSettings.CheckpointDirectory),
        nameof(RestrictedBoltzmannMachineSettings.CheckpointEpochs),
        nameof(RestrictedBoltzmannMachineSettings.CheckpointMinutes),
    ];

    private readonly CheckpointStore _store;
    private readonly BoltzmannUpdate _update;
    private readonly bool _keepsBest;

    /// <param name="settings">The settings, with a folder.</param>
    /// <param name="rows">What stands for the rows.</param>
    /// <param name="update">The machine in training.</param>
    public BoltzmannCheckpoint(RestrictedBoltzmannMachineSettings settings, string rows, BoltzmannUpdate update)
    {
        Dictionary<string, string> agreeing = typeof(RestrictedBoltzmannMachineSettings).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(setting => !SettingsWithoutEffect.Contains(setting.Name))
            .ToDictionary(setting => setting.Name, setting => Convert.ToString(setting.GetValue(settings), CultureInfo.InvariantCulture) ?? "null");
        agreeing.Add("TrainingRows", rows);
        _store = new CheckpointStore(settings.CheckpointDirectory!, "RestrictedBoltzmannMachine", agreeing);
        _update = update;
        _keepsBest = settings.EarlyStoppingPatience is not null;
    }

    /// <summary>The file.</summary>
    public string FilePath => _store.FilePath;

    /// <summary>Writes the run as it is, in place of the last checkpoint.</summary>
    public void Save(BoltzmannPosition position, IReadOnlyList<BoltzmannEpoch> history, RestrictedBoltzmannMachine? best)
    {
        static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
        double[] table = [.. history.SelectMany(epoch => (double[])
        [
            epoch.Epoch, epoch.LearningRate, epoch.ReconstructionError, epoch.PseudoLogLikelihood, epoch.GainOverIndependentColumns,
            epoch.DeadHiddenUnits, epoch.SaturatedHiddenUnits, epoch.RowsPerSecond, epoch.Elapsed.TotalSeconds,
            epoch.FreeEnergyGap ?? double.NaN, epoch.FreeEnergyGapStandardError ?? double.NaN, epoch.ValidationLogLikelihood ?? double.NaN,
            epoch.SwapAcceptance ?? double.NaN,
        ])];
        var texts = new Dictionary<string, string>
        {
            [EpochText] = Text(position.Epoch),
            [BatchText] = Text(position.BatchesDone),
            [UpdateText] = Text(position.UpdatesDone),
            [DrawText] = Text(_update.Draws),
            [EpochsText] = Text(history.Count),
        };
        _store.Save(texts, [.. _update.CopyState(), .. Parameters(best), new SafetensorsTensor(HistoryTensor, [history.Count, HistoryColumns], table)]);
    }

    /// <summary>Takes the machine and the history back to the last checkpoint.</summary>
    /// <returns>Where the run stood, and the machine of its best epoch if it keeps one; null when there is no checkpoint.</returns>
    /// <exception cref="InvalidOperationException">It belongs to other settings or other rows.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public (BoltzmannPosition Position, RestrictedBoltzmannMachine? Best)? Load(List<BoltzmannEpoch> history)
    {
        Safetensors? loaded = _store.Load(texts =>
        [
            .. _update.CopyState().Select(tensor => tensor.Layout),
            .. Parameters(HasBest(texts) ? _update.LiveModel : null).Select(tensor => tensor.Layout),
            new SafetensorsLayout(HistoryTensor, SafetensorsElement.Double, [(int)Number(texts, EpochsText), HistoryColumns]),
        ]);
        if (loaded is null)
            return null;
        _update.SetState(loaded, (uint)Number(loaded.Metadata, DrawText));
        foreach (double[] row in loaded.GetDoubles(HistoryTensor).Chunk(HistoryColumns))
            history.Add(new BoltzmannEpoch(
                (int)row[0], row[1], row[2], row[3], row[4], (int)row[5], (int)row[6], row[7], TimeSpan.FromSeconds(row[8]))
            {
                FreeEnergyGap = Optional(row[9]),
                FreeEnergyGapStandardError = Optional(row[10]),
                ValidationLogLikelihood = Optional(row[11]),
                SwapAcceptance = Optional(row[12]),
            });
        var position = new BoltzmannPosition(
            (int)Number(loaded.Metadata, EpochText), Number(loaded.Metadata, BatchText), Number(loaded.Metadata, UpdateText));
        return (position, HasBest(loaded.Metadata) ? Machine(loaded) : null);

        static double? Optional(double value) => double.IsNaN(value) ? null : value;
    }

    /// <summary>Whether the best epoch's machine is kept: from the first epoch on.</summary>
    private bool HasBest(IReadOnlyDictionary<string, string> texts) => _keepsBest && Number(texts, EpochsText) > 0;

    private static IEnumerable<SafetensorsTensor> Parameters(RestrictedBoltzmannMachine? machine) => machine is null ? [] :
    [
        new SafetensorsTensor(BestWeightsTensor, [machine.NumberOfVisibleUnits, machine.NumberOfHiddenUnits], machine.GetWeights()),
        new SafetensorsTensor(BestVisibleBiasTensor, [machine.NumberOfVisibleUnits], machine.GetVisibleBias()),
        new SafetensorsTensor(BestHiddenBiasTensor, [machine.NumberOfHiddenUnits], machine.GetHiddenBias()),
    ];

    private static RestrictedBoltzmannMachine Machine(Safetensors state)
    {
        float[] visibleBias = state.GetSingles(BestVisibleBiasTensor);
        float[] hiddenBias = state.GetSingles(BestHiddenBiasTensor);
        return new RestrictedBoltzmannMachine(visibleBias.Length, hiddenBias.Length, state.GetSingles(BestWeightsTensor), visibleBias, hiddenBias);
    }

    private static long Number(IReadOnlyDictionary<string, string> texts, string name) =>
        long.TryParse(texts.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw new InvalidDataException($"'{name}' is '{texts.GetValueOrDefault(name) ?? "missing"}', expected a number.");
}
