using System.Globalization;
using System.Reflection;
using MlNetGenerative.Core.Persistence;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>The checkpoint of a training run: parameters, velocities, offsets and chains, the counters, and the history. Nothing else changes
/// its course: what is random is a function of seed and counters.</summary>
internal sealed class BoltzmannCheckpoint
{
    private const string EpochText = "epoch";
    private const string BatchText = "batches_done";
    private const string UpdateText = "updates_done";
    private const string DrawText = "draws";
    private const string EpochsText = "epochs_done";
    private const string HistoryTensor = "history";
    private const int HistoryColumns = 9;

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
    }

    /// <summary>The file.</summary>
    public string FilePath => _store.FilePath;

    /// <summary>Writes the run as it is, in place of the last checkpoint.</summary>
    public void Save(BoltzmannPosition position, IReadOnlyList<BoltzmannEpoch> history)
    {
        static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
        double[] table = [.. history.SelectMany(epoch => (double[])
        [
            epoch.Epoch, epoch.LearningRate, epoch.ReconstructionError, epoch.PseudoLogLikelihood, epoch.GainOverIndependentColumns,
            epoch.DeadHiddenUnits, epoch.SaturatedHiddenUnits, epoch.RowsPerSecond, epoch.Elapsed.TotalSeconds,
        ])];
        var texts = new Dictionary<string, string>
        {
            [EpochText] = Text(position.Epoch),
            [BatchText] = Text(position.BatchesDone),
            [UpdateText] = Text(position.UpdatesDone),
            [DrawText] = Text(_update.Draws),
            [EpochsText] = Text(history.Count),
        };
        _store.Save(texts, [.. _update.CopyState(), new SafetensorsTensor(HistoryTensor, [history.Count, HistoryColumns], table)]);
    }

    /// <summary>Takes the machine and the history back to the last checkpoint.</summary>
    /// <returns>Where the run stood; null when there is no checkpoint.</returns>
    /// <exception cref="InvalidOperationException">It belongs to other settings or other rows.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public BoltzmannPosition? Load(List<BoltzmannEpoch> history)
    {
        Safetensors? loaded = _store.Load(texts =>
        [
            .. _update.CopyState().Select(tensor => tensor.Layout),
            new SafetensorsLayout(HistoryTensor, SafetensorsElement.Double, [(int)Number(texts, EpochsText), HistoryColumns]),
        ]);
        if (loaded is null)
            return null;
        _update.SetState(loaded, (uint)Number(loaded.Metadata, DrawText));
        foreach (double[] row in loaded.GetDoubles(HistoryTensor).Chunk(HistoryColumns))
            history.Add(new BoltzmannEpoch(
                (int)row[0], row[1], row[2], row[3], row[4], (int)row[5], (int)row[6], row[7], TimeSpan.FromSeconds(row[8])));
        return new BoltzmannPosition(
            (int)Number(loaded.Metadata, EpochText), Number(loaded.Metadata, BatchText), Number(loaded.Metadata, UpdateText));
    }

    private static long Number(IReadOnlyDictionary<string, string> texts, string name) =>
        long.TryParse(texts.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw new InvalidDataException($"'{name}' is '{texts.GetValueOrDefault(name) ?? "missing"}', expected a number.");
}
