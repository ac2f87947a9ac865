using System.Diagnostics;
using System.Globalization;
using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>One run of <see cref="BoltzmannTrainer"/>: updates, what is measured after each epoch, checkpoints, and its end.</summary>
internal sealed class BoltzmannRun
{
    // A weight or bias beyond this turns a unit on or off whatever the rest says: nothing sound is learned any more.
    private const double LargestSoundMagnitude = 1e4;

    private readonly TrainingData _data;
    private readonly RestrictedBoltzmannMachineSettings _settings;
    private readonly BoltzmannTrainer.Observers _observers;
    private readonly CancellationToken _cancellation;
    private readonly Stopwatch _clock;
    private readonly long _batchesInEpoch;
    private readonly BoltzmannUpdate _update;
    private readonly UnitLists _batch;
    private readonly TrainingMonitor _monitor;
    private readonly ValidationMonitor? _validation;
    private readonly TrainingDoctor _doctor;
    private readonly BoltzmannCheckpoint? _checkpoint;
    private readonly ProgressReporter _reporter;
    private readonly List<BoltzmannEpoch> _history;
    private RestrictedBoltzmannMachine? _best;
    private BoltzmannPosition _position = new(1, 0, 0);
    private long _updatesAtStart;
    private TimeSpan _before;
    private TimeSpan _lastCheckpoint;

    public BoltzmannRun(
        TrainingData data, RestrictedBoltzmannMachineSettings settings, BoltzmannTrainer.Observers observers, CancellationToken cancellation,
        BoltzmannKernels kernels, ThreadTeam team, Stopwatch clock)
    {
        _data = data;
        _settings = settings;
        _observers = observers;
        _cancellation = cancellation;
        _clock = clock;
        _batchesInEpoch = (data.Count + settings.BatchSize - 1) / settings.BatchSize;
        _update = new BoltzmannUpdate(settings, data.Means, data.Grey, kernels, team, chooseThreads: true);
        _batch = new UnitLists(settings.BatchSize, (long)settings.BatchSize * Math.Min(data.Rows.Width, 1024), data.Grey);
        _monitor = new TrainingMonitor(data.Monitored, data.Means, settings.Seed);
        _validation = data.HeldOutCount == 0 ? null : new ValidationMonitor(_monitor.BinaryRows, data.HeldOut, data.Means, settings);
        _doctor = new TrainingDoctor(settings, data, observers.OnWarning);
        _checkpoint = settings.CheckpointDirectory is null ? null : new BoltzmannCheckpoint(settings, data.Description, _update);
        _reporter = new ProgressReporter(observers.Progress, clock, settings.NumberOfEpochs, data.Count);
        _history = new List<BoltzmannEpoch>(Math.Min(settings.NumberOfEpochs, 1 << 16));
    }

    /// <summary>Trains what is left.</summary>
    public BoltzmannTrainingResult Train(bool returnBestOnCancel)
    {
        _doctor.BeforeTraining();
        Resume();
        try
        {
            while (_position.Epoch <= _settings.NumberOfEpochs)
                TrainEpoch();
        }
        catch (OperationCanceledException) when (_cancellation.IsCancellationRequested)
        {
            if (_position.UpdatesDone > _updatesAtStart && IsSound)
                Save();
            if (!returnBestOnCancel || _position.UpdatesDone == 0)
                throw;
        }
        RestrictedBoltzmannMachine model = _best ?? _update.CopyModel();
        _doctor.AfterTraining(model, _monitor, _best is null ? _history.Count : EarlyStopping.BestEpoch(_settings.EarlyStoppingMeasure, _history));
        return new BoltzmannTrainingResult(model, _history, _doctor.Warnings) { ColumnMeans = _data.Means };
    }

    private bool IsSound => _update.LargestMagnitude() <= LargestSoundMagnitude;

    private void Resume()
    {
        if (_checkpoint?.Load(_history) is { } loaded)
        {
            (_position, _best) = loaded;
            _observers.OnInfo?.Invoke(_position.Epoch > _settings.NumberOfEpochs
                ? $"Training goes on from the checkpoint '{_checkpoint.FilePath}': it is of a finished run, whose model is taken."
                : $"Training goes on from the checkpoint '{_checkpoint.FilePath}': epoch {_position.Epoch}, after {_position.BatchesDone} of its batches.");
        }
        _updatesAtStart = _position.UpdatesDone;
        _history.ForEach(_doctor.AfterEpoch);
        _before = _history.Count == 0 ? TimeSpan.Zero : _history[^1].Elapsed;
        _lastCheckpoint = _clock.Elapsed;
    }

    private void TrainEpoch()
    {
        int epoch = _position.Epoch;
        TimeSpan start = _clock.Elapsed;
        long rowsDone = 0;
        using (var reader = new BatchReader(_data.Rows, _settings, epoch))
        {
            for (long done = 0; done < _position.BatchesDone && reader.Read(_batch, _settings.BatchSize); done++)
                rowsDone += _batch.Samples;
            long rowsSkipped = rowsDone;
            while (true)
            {
                _cancellation.ThrowIfCancellationRequested();
                if (!reader.Read(_batch, _settings.BatchSize))
                    break;
                Update();
                rowsDone += _batch.Samples;
                _reporter.Batch(epoch, rowsDone, RowsPerSecond());
            }
            EndEpoch(rowsDone, RowsPerSecond());

            double RowsPerSecond() => (rowsDone - rowsSkipped) / Math.Max(1e-9, (_clock.Elapsed - start).TotalSeconds);
        }
    }

    private double ShareOfRun(long updates) => (double)updates / (_batchesInEpoch * _settings.NumberOfEpochs);

    /// <summary>Makes one update, and a checkpoint when one is due.</summary>
    private void Update()
    {
        double share = ShareOfRun(_position.UpdatesDone);
        long start = Stopwatch.GetTimestamp();
        _update.Step(_batch, (float)BoltzmannTrainer.LearningRate(_settings, share), BoltzmannTrainer.Momentum(_settings, share), BoltzmannTrainer.GibbsSteps(_settings, share));
        _observers.OnUpdate?.Invoke(Stopwatch.GetElapsedTime(start));
        _position = new BoltzmannPosition(_position.Epoch, _position.BatchesDone + 1, _position.UpdatesDone + 1);
        if (!_update.BiasesAreFinite())
            throw Diverged(double.PositiveInfinity, "a bias is no longer a finite number");
        if (_checkpoint is not null && (_clock.Elapsed - _lastCheckpoint).TotalMinutes >= _settings.CheckpointMinutes && IsSound)
            Save();
    }

    private void EndEpoch(long rowsDone, double rowsPerSecond)
    {
        double magnitude = _update.LargestMagnitude();
        if (magnitude > LargestSoundMagnitude)
            throw Diverged(magnitude, string.Create(CultureInfo.InvariantCulture, $"the largest weight or bias has the magnitude {magnitude:G3}"));
        BoltzmannEpoch record = Measure(rowsPerSecond);
        _history.Add(record);
        _doctor.AfterEpoch(record);
        _position = new BoltzmannPosition(record.Epoch + 1, 0, _position.UpdatesDone);
        if (_settings.EarlyStoppingPatience is int patience)
            StopEarly(patience);
        if (record.Epoch % _settings.CheckpointEpochs == 0 || _position.Epoch > _settings.NumberOfEpochs)
            Save();
        _observers.OnEpoch?.Invoke(record);
        _reporter.Report(record.Epoch, rowsDone, rowsPerSecond);
    }

    private BoltzmannEpoch Measure(double rowsPerSecond)
    {
        RestrictedBoltzmannMachine model = _update.ScoredModel;
        HiddenActivity activity = _monitor.Measure(model);
        (double pseudoLogLikelihood, double gain) = _monitor.PseudoLogLikelihood(model, _position.Epoch);
        FreeEnergyDifference? gap = _validation?.FreeEnergyGap(model);
        bool measured = _settings is { EarlyStoppingPatience: not null, EarlyStoppingMeasure: EarlyStoppingMeasure.LogLikelihood };
        return new BoltzmannEpoch(
            _position.Epoch, BoltzmannTrainer.LearningRate(_settings, ShareOfRun(_position.UpdatesDone - 1)), activity.ReconstructionError, pseudoLogLikelihood, gain, activity.Dead, activity.Saturated,
            rowsPerSecond, _before + _clock.Elapsed)
        {
            FreeEnergyGap = gap?.Nats,
            FreeEnergyGapStandardError = gap?.StandardError,
            ValidationLogLikelihood = measured ? _validation!.LogLikelihood(model, _cancellation) : null,
            SwapAcceptance = _update.TakeSwapAcceptance(),
        };
    }

    /// <summary>Keeps the machine of the best epoch, and ends training when that was long ago.</summary>
    private void StopEarly(int patience)
    {
        int best = EarlyStopping.BestEpoch(_settings.EarlyStoppingMeasure, _history);
        if (best == _history[^1].Epoch)
            _best = _update.CopyModel();
        if (!EarlyStopping.IsToStop(patience, _settings.EarlyStoppingMeasure, _history) || _position.Epoch > _settings.NumberOfEpochs)
            return;
        _position = _position with { Epoch = _settings.NumberOfEpochs + 1 };
        _observers.OnInfo?.Invoke($"Training ends after epoch {_history[^1].Epoch}: by {_settings.EarlyStoppingMeasure} on held-out rows no epoch since {best} was better.");
    }

    private void Save()
    {
        _checkpoint?.Save(_position, _history, _best);
        _lastCheckpoint = _clock.Elapsed;
    }

    private InvalidOperationException Diverged(double magnitude, string how)
        => new(_doctor.Diverged(_position.Epoch, _position.BatchesDone, magnitude, how)
            + (_checkpoint is not null && File.Exists(_checkpoint.FilePath) ? $" The last checkpoint before that is kept: '{_checkpoint.FilePath}'." : ""));
}
