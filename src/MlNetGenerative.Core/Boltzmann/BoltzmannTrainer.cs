using System.Diagnostics;
using MlNetGenerative.Core.Numerics;
using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>Trains restricted Boltzmann machines by contrastive divergence or persistent contrastive divergence.</summary>
/// <remarks>
/// <para>Each update follows the gradient of the log-likelihood, &lt;v h&gt;_data - &lt;v h&gt;_model, with the model's side from Gibbs
/// chains. Rows are visited in a new order in each epoch. Visible biases start at the logits of the columns' means, and the gradient is
/// centred unless the settings say otherwise: with zero biases and persistent chains a machine may never leave the independent
/// columns.</para>
/// <para>Memory does not grow with the number of rows, apart from what the rows themselves keep.</para>
/// </remarks>
public static class BoltzmannTrainer
{
    // A weight or bias beyond this turns a unit on or off whatever the rest says: nothing sound is learned any more.
    private const double LargestSoundMagnitude = 1e4;

    // A thread that does fewer additions in an update than this waits longer for the others than it helps.
    private const double SmallestShareOfThread = 4e6;

    /// <summary>Trains a machine.</summary>
    /// <param name="rows">The rows, values in [0, 1]; read once for their means, then once an epoch in shuffled order.</param>
    /// <param name="settings">The settings; checked first.</param>
    /// <param name="onEpoch">Called at the end of each epoch, on the calling thread.</param>
    /// <param name="progress">Told where training stands, at most every 100 ms and at the end of each epoch.</param>
    /// <param name="cancellation">Polled before each batch.</param>
    /// <param name="returnBestOnCancel">On cancellation, return the model as it is instead of throwing.</param>
    /// <param name="onWarning">Told of each warning when it is found, on the calling thread.</param>
    /// <param name="onInfo">Told in words when the run goes on from a checkpoint.</param>
    /// <returns>The trained machine, one record for each epoch, and the warnings.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, a value is not in [0, 1], training diverged, or the checkpoint
    /// belongs to other settings or rows.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is damaged.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled and <paramref name="returnBestOnCancel"/> is false, or before
    /// the first update.</exception>
    public static BoltzmannTrainingResult Train(
        ITrainingRows rows, RestrictedBoltzmannMachineSettings settings, Action<BoltzmannEpoch>? onEpoch = null,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default, bool returnBestOnCancel = false,
        Action<BoltzmannWarning>? onWarning = null, Action<string>? onInfo = null)
        => Train(rows, settings, new Observers(onEpoch, progress, null, onWarning, onInfo), cancellation, returnBestOnCancel, BoltzmannKernels.Best);

    /// <summary>Trains a machine with given kernels; the way to compare widths, and starts that are known to fail.</summary>
    internal static BoltzmannTrainingResult Train(
        ITrainingRows rows, RestrictedBoltzmannMachineSettings settings, Observers observers, CancellationToken cancellation,
        bool returnBestOnCancel, BoltzmannKernels kernels, bool zeroVisibleBias = false)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        var clock = Stopwatch.StartNew();
        TrainingData data = TrainingData.Scan(rows, settings, cancellation);
        using var team = new ThreadTeam(Threads(settings, rows.Width));
        var update = new BoltzmannUpdate(settings, data.Means, data.Grey, kernels, zeroVisibleBias, team, chooseThreads: true);
        var monitor = new TrainingMonitor(data.Monitored, data.Means, settings.Seed);
        var doctor = new TrainingDoctor(settings, data, observers.OnWarning);
        doctor.BeforeTraining();
        var batch = new UnitLists(settings.BatchSize, (long)settings.BatchSize * Math.Min(rows.Width, 1024), data.Grey);
        var history = new List<BoltzmannEpoch>(settings.NumberOfEpochs);
        long batchesInEpoch = (data.Count + settings.BatchSize - 1) / settings.BatchSize;
        BoltzmannCheckpoint? checkpoint = settings.CheckpointDirectory is null
            ? null : new BoltzmannCheckpoint(settings, $"{data.Count} rows of {rows.Width} columns, digest {data.Digest:x16}", update);
        BoltzmannPosition? resumed = checkpoint?.Load(history);
        BoltzmannPosition position = resumed ?? new BoltzmannPosition(1, 0, 0);
        if (resumed is not null)
            observers.OnInfo?.Invoke($"Training goes on from the checkpoint '{checkpoint!.FilePath}': epoch {position.Epoch}, after {position.BatchesDone} of its batches.");
        history.ForEach(doctor.AfterEpoch);
        TimeSpan before = history.Count == 0 ? TimeSpan.Zero : history[^1].Elapsed;
        TimeSpan lastCheckpoint = clock.Elapsed;
        long updates = position.UpdatesDone;
        var reporter = new ProgressReporter(observers.Progress, clock, settings.NumberOfEpochs, data.Count);

        for (int epoch = position.Epoch; epoch <= settings.NumberOfEpochs; epoch++)
        {
            TimeSpan epochStart = clock.Elapsed;
            long rowsDone = 0;
            double learningRate = settings.LearningRate;
            using var reader = new BatchReader(rows, settings, epoch);
            long skipped = epoch == position.Epoch ? position.BatchesDone : 0;
            for (long done = 0; done < skipped && reader.Read(batch, settings.BatchSize); done++)
                rowsDone += batch.Samples;
            long rowsSkipped = rowsDone;
            for (long number = skipped + 1; ; number++)
            {
                if (cancellation.IsCancellationRequested)
                {
                    if (returnBestOnCancel && updates > 0)
                        return Result();
                    throw new OperationCanceledException(cancellation);
                }
                if (!reader.Read(batch, settings.BatchSize))
                    break;
                double share = (double)updates / (batchesInEpoch * settings.NumberOfEpochs);
                learningRate = LearningRate(settings, share);
                long stepStart = Stopwatch.GetTimestamp();
                update.Step(batch, (float)learningRate, Momentum(settings, share), GibbsSteps(settings, share));
                observers.OnUpdate?.Invoke(Stopwatch.GetElapsedTime(stepStart));
                updates++;
                rowsDone += batch.Samples;
                if (!update.BiasesAreFinite())
                    throw Diverged(settings, epoch, number, "a bias is no longer a finite number");
                if (checkpoint is not null && (clock.Elapsed - lastCheckpoint).TotalMinutes >= settings.CheckpointMinutes
                    && update.LargestMagnitude() <= LargestSoundMagnitude)
                    SaveAt(new BoltzmannPosition(epoch, number, updates));
                reporter.Batch(epoch, rowsDone, RowsPerSecond());
            }

            double magnitude = update.LargestMagnitude();
            if (magnitude > LargestSoundMagnitude)
                throw Diverged(settings, epoch, batchesInEpoch, $"the largest weight or bias has the magnitude {magnitude:G3}");
            double rowsPerSecond = RowsPerSecond();
            HiddenActivity activity = monitor.Measure(update.LiveModel);
            (double pseudoLogLikelihood, double gain) = monitor.PseudoLogLikelihood(update.LiveModel, epoch);
            var record = new BoltzmannEpoch(
                epoch, learningRate, activity.ReconstructionError, pseudoLogLikelihood, gain, activity.Dead, activity.Saturated,
                rowsPerSecond, before + clock.Elapsed);
            history.Add(record);
            doctor.AfterEpoch(record);
            if (epoch % settings.CheckpointEpochs == 0 || epoch == settings.NumberOfEpochs)
                SaveAt(new BoltzmannPosition(epoch + 1, 0, updates));
            observers.OnEpoch?.Invoke(record);
            reporter.Report(epoch, rowsDone, rowsPerSecond);

            double RowsPerSecond() => (rowsDone - rowsSkipped) / Math.Max(1e-9, (clock.Elapsed - epochStart).TotalSeconds);
        }
        return Result();

        void SaveAt(BoltzmannPosition reached)
        {
            checkpoint?.Save(reached, history);
            lastCheckpoint = clock.Elapsed;
        }

        BoltzmannTrainingResult Result()
        {
            doctor.AfterTraining(update.LiveModel, monitor, history.Count);
            return new BoltzmannTrainingResult(update.CopyModel(), history, doctor.Warnings);
        }
    }

    /// <summary>The number of threads that train: not more than there are panels to share, and by default no more than pay.</summary>
    internal static int Threads(RestrictedBoltzmannMachineSettings settings, int visibleUnits)
    {
        int panels = PanelMatrix.Pad(Math.Max(visibleUnits, settings.NumberOfHiddenUnits)) / PanelMatrix.PanelWidth;
        if (settings.NumberOfThreads is int threads)
            return Math.Min(threads, panels);
        double additions = (double)visibleUnits * settings.NumberOfHiddenUnits * settings.BatchSize;
        int paying = (int)Math.Min(int.MaxValue, additions / SmallestShareOfThread);
        return Math.Clamp(Math.Min(paying, panels / 2), 1, Environment.ProcessorCount);
    }

    /// <summary>The learning rate at a share t in [0, 1) of the run.</summary>
    internal static double LearningRate(RestrictedBoltzmannMachineSettings settings, double t)
        => LearningRates.At(settings.LearningRateSchedule, settings.LearningRate, settings.FinalLearningRate, t);

    /// <summary>The momentum at a share t in [0, 1) of the run.</summary>
    internal static float Momentum(RestrictedBoltzmannMachineSettings settings, double t)
        => (float)(settings.Momentum + t * ((settings.FinalMomentum ?? settings.Momentum) - (double)settings.Momentum));

    /// <summary>The Gibbs steps of an update at a share t in [0, 1) of the run.</summary>
    internal static int GibbsSteps(RestrictedBoltzmannMachineSettings settings, double t)
        => (int)Math.Round(settings.NumberOfGibbsSteps + t * ((settings.FinalNumberOfGibbsSteps ?? settings.NumberOfGibbsSteps) - settings.NumberOfGibbsSteps));

    private static InvalidOperationException Diverged(RestrictedBoltzmannMachineSettings settings, int epoch, long batch, string how)
        => new($"Training diverged in epoch {epoch}, batch {batch}: {how}. Lower the learning rate (LearningRate is {settings.LearningRate}"
            + (settings.Momentum == 0 ? "" : $", Momentum {settings.Momentum}")
            + (settings.WeightDecay == 0 ? "" : $", WeightDecay {settings.WeightDecay}") + ").");

    /// <summary>Who is told what while training runs.</summary>
    /// <param name="OnEpoch">Told of each finished epoch.</param>
    /// <param name="Progress">Told where training stands.</param>
    /// <param name="OnUpdate">Told how long each update took.</param>
    /// <param name="OnWarning">Told of each warning.</param>
    /// <param name="OnInfo">Told when a run goes on from a checkpoint.</param>
    internal sealed record Observers(
        Action<BoltzmannEpoch>? OnEpoch, IProgress<TrainingProgress>? Progress, Action<TimeSpan>? OnUpdate,
        Action<BoltzmannWarning>? OnWarning = null, Action<string>? OnInfo = null);
}
