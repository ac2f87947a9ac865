using System.Globalization;
using MlNetGenerative.Core.Training;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Training;

/// <summary>One run of <see cref="TrainingLoop"/>.</summary>
internal sealed class TrainingRun<TLosses>
    where TLosses : struct, ILosses
{
    private readonly TrainedModel<TLosses> _model;
    private readonly TrainingData _data;
    private readonly TrainingSettings _settings;
    private readonly TrainingObservers _observers;
    private readonly CancellationToken _cancellation;
    private readonly long _totalUpdates;
    private readonly BestWeights _best;
    private readonly TrainingCheckpoint<TLosses>? _checkpoint;
    private readonly ProgressReporter _reporter;
    private readonly HistoryTable _history = new(TLosses.Names);
    private readonly double[] _losses = new double[TLosses.Names.Count];
    private TimeSpan _lastCheckpoint;

    public TrainingRun(
        TrainedModel<TLosses> model, TrainingData data, TrainingSettings settings, TrainingObservers observers, CancellationToken cancellation)
    {
        _model = model;
        _data = data;
        _settings = settings;
        _observers = observers;
        _cancellation = cancellation;
        _totalUpdates = (data.TrainingCount + settings.BatchSize - 1) / settings.BatchSize * settings.NumberOfEpochs;
        _best = new BestWeights(model.State);
        State = new TrainingState(TLosses.Names.Count);
        _reporter = new ProgressReporter(observers.Progress, State.Clock, settings.NumberOfEpochs, data.TrainingCount);
        if (settings.CheckpointDirectory is { } folder)
        {
            var agreeing = new Dictionary<string, string>(settings.Describe()) { ["TrainingRows"] = data.Digest!, ["Columns"] = $"{data.Training.Width}" };
            _checkpoint = new TrainingCheckpoint<TLosses>(folder, model, agreeing, _best);
        }
    }

    /// <summary>Where the run stands.</summary>
    public TrainingState State { get; }

    /// <summary>Goes on from the last checkpoint, if there is one.</summary>
    public void Resume()
    {
        if (_checkpoint is null || !_checkpoint.Load(State))
            return;
        _observers.Info?.Invoke(State.Finished
            ? $"The checkpoint '{_checkpoint.FilePath}' is of a finished run: its model is taken."
            : $"Training goes on from the checkpoint '{_checkpoint.FilePath}': epoch {State.Position.Epoch}, after {State.Position.BatchesDone} of its batches.");
    }

    /// <summary>Trains what is left.</summary>
    public void Train()
    {
        if (State.Finished)
            return;
        if (State.Position.BatchesDone == 0)
            State.BeginEpoch();
        _model.SetTraining(true);
        using var feed = new BatchFeed(
            BatchPasses.OfTraining(_data.Training, _model.Prepare, _settings.Seed, State.Position, _settings.NumberOfEpochs),
            _settings.BatchSize, _data.Training.Width, _settings.Prefetch);
        while (!State.Finished)
        {
            _cancellation.ThrowIfCancellationRequested();
            TrainingBatch batch = feed.Next(_cancellation)!;
            if (batch.Count > 0)
                Update(batch);
            else
                EndEpoch(batch);
        }
    }

    /// <summary>Writes a checkpoint, so that a cancelled run can go on later.</summary>
    public void SaveWhenCancelled()
    {
        if (State.Position.UpdatesDone > 0)
            _checkpoint?.Save(State);
    }

    /// <summary>Gives the model the parameters of the best epoch, if rows were validated on.</summary>
    public void RestoreBest() => _best.Restore();

    private void Update(TrainingBatch batch)
    {
        foreach (Optimizer optimizer in _model.Optimizers)
            optimizer.Begin(batch.Update, _totalUpdates);
        using (NewDisposeScope())
            _model.Step(batch).CopyTo(_losses);
        CheckFinite(batch, _losses);
        double squares = 0;
        foreach (Optimizer optimizer in _model.Optimizers)
        {
            if (!double.IsFinite(optimizer.GradientNorm))
                throw Diverged(batch, $"the norm of the gradients of '{optimizer.Name}' is {optimizer.GradientNorm.ToString(CultureInfo.InvariantCulture)}; "
                    + Divergence.Describe(TLosses.Names, _losses));
            squares += optimizer.GradientNorm * optimizer.GradientNorm;
        }
        for (int loss = 0; loss < _losses.Length; loss++)
            State.LossSums[loss] += _losses[loss] * batch.Count;
        State.GradientNormSum += Math.Sqrt(squares);
        State.RowsDone += batch.Count;
        State.Position = new TrainingPosition(batch.Epoch, batch.BatchInEpoch, batch.Update);
        _reporter.Batch(batch.Epoch, State.RowsDone, State.RowsPerSecond);
        if (IsCheckpointDue())
            Save(batch);
    }

    private void EndEpoch(TrainingBatch end)
    {
        if (State.RowsDone == 0)
            throw new InvalidOperationException($"Epoch {end.Epoch} has no rows, but {_data.TrainingCount} were found before training. The data must give the same rows in every pass.");
        CheckState(end);
        double[] losses = Array.ConvertAll(State.LossSums, sum => sum / State.RowsDone);
        double rowsPerSecond = State.RowsPerSecond;
        double[] validation = Validate(end.Epoch);
        var record = new TrainingEpoch(
            end.Epoch, _history.Named(losses), _history.Named(validation), LearningRate, State.GradientNormSum / State.Position.BatchesDone,
            rowsPerSecond, State.Elapsed);
        State.History.Add(record);
        bool stopped = _data.Validation is not null && IsToStop(end.Epoch, validation[0]);
        string? reason = stopped ? $"{TLosses.Names[0]} on the validation rows has not fallen since epoch {State.BestEpoch}" : _model.ReasonToEnd(record);
        State.Position = new TrainingPosition(end.Epoch + 1, 0, State.Position.UpdatesDone);
        State.Finished = reason is not null || end.Epoch == _settings.NumberOfEpochs;
        long rows = State.RowsDone;
        State.BeginEpoch();
        if (_checkpoint is not null && (State.Finished || end.Epoch % _settings.CheckpointEpochs == 0))
            Save(end);

        _observers.Info?.Invoke(record.Describe(_settings.NumberOfEpochs));
        if (reason is not null && end.Epoch < _settings.NumberOfEpochs)
            _observers.Info?.Invoke($"Training ends: {reason}.");
        _observers.OnEpoch?.Invoke(record);
        _reporter.Report(end.Epoch, rows, rowsPerSecond);
    }

    /// <summary>The losses on the rows kept back; NaN without any.</summary>
    private double[] Validate(int epoch)
    {
        double[] sums = new double[_losses.Length];
        if (_data.Validation is null)
        {
            Array.Fill(sums, double.NaN);
            return sums;
        }
        _model.SetTraining(false);
        using IDisposable noGradient = no_grad();
        using var feed = new BatchFeed(
            BatchPasses.OfValidation(_data.Validation, _model.Prepare, epoch), _settings.BatchSize, _data.Validation.Width, _settings.Prefetch);
        long rows = 0;
        double[] losses = new double[_losses.Length];
        while (feed.Next(_cancellation) is { Count: > 0 } batch)
        {
            _cancellation.ThrowIfCancellationRequested();
            using (NewDisposeScope())
                _model.Evaluate(batch).CopyTo(losses);
            CheckFinite(batch, losses);
            for (int loss = 0; loss < losses.Length; loss++)
                sums[loss] += losses[loss] * batch.Count;
            rows += batch.Count;
        }
        _model.SetTraining(true);
        return Array.ConvertAll(sums, sum => sum / rows);
    }

    /// <summary>Keeps the parameters when they are the best so far.</summary>
    /// <returns>Whether they have not been for as long as patience lasts.</returns>
    private bool IsToStop(int epoch, double loss)
    {
        if (State.BestEpoch == 0 || loss < State.History[State.BestEpoch - 1].ValidationLosses[TLosses.Names[0]])
        {
            State.BestEpoch = epoch;
            _best.Keep();
        }
        return epoch - State.BestEpoch >= _settings.EarlyStoppingPatience;
    }

    private bool IsCheckpointDue() => _checkpoint is not null
        && (State.Position.UpdatesDone % _settings.CheckpointUpdates == 0
            || (State.Clock.Elapsed - _lastCheckpoint).TotalMinutes >= _settings.CheckpointMinutes);

    private void Save(TrainingBatch batch)
    {
        if (!_checkpoint!.Save(State))
            CheckState(batch);
        _lastCheckpoint = State.Clock.Elapsed;
    }

    private double LearningRate => _model.Optimizers.Count == 0 ? 0 : _model.Optimizers[0].LearningRate;

    private void CheckState(TrainingBatch batch)
    {
        if (StateCheck.FirstNotFinite(_model.State) is { } name)
            throw Diverged(batch, $"'{name}' has entries that are no finite numbers");
    }

    private void CheckFinite(TrainingBatch batch, double[] losses)
    {
        foreach (double loss in losses)
            if (!double.IsFinite(loss))
                throw Diverged(batch, Divergence.Describe(TLosses.Names, losses));
    }

    private InvalidOperationException Diverged(TrainingBatch batch, string what)
        => Divergence.Error(batch, what, _settings, LearningRate, _checkpoint is not null && File.Exists(_checkpoint.FilePath) ? _checkpoint.FilePath : null);
}
