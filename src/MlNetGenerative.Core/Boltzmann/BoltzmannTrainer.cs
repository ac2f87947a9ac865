using System.Diagnostics;
using MlNetGenerative.Core.Numerics;
using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>Trains restricted Boltzmann machines by contrastive divergence, persistent contrastive divergence or parallel tempering.</summary>
/// <remarks>
/// <para>Each update follows the gradient of the log-likelihood, &lt;v h&gt;_data - &lt;v h&gt;_model, with the model's side from Gibbs
/// chains. Rows are visited in a new order in each epoch. Visible biases start at the logits of the columns' means, and the gradient is
/// centred unless the settings say otherwise: with zero biases and persistent chains a machine may never leave the independent
/// columns.</para>
/// <para>Memory does not grow with the number of rows, apart from what the rows themselves keep.</para>
/// </remarks>
public static class BoltzmannTrainer
{
    // A thread that does fewer additions in an update than this waits longer for the others than it helps.
    private const double SmallestShareOfThread = 4e6;

    /// <summary>Trains a machine.</summary>
    /// <param name="rows">The rows, values in [0, 1]; read once for their means, then once an epoch in shuffled order.</param>
    /// <param name="settings">The settings; checked first.</param>
    /// <param name="onEpoch">Called at the end of each epoch, on the calling thread.</param>
    /// <param name="progress">Told where training stands, at most every 100 ms and at the end of each epoch.</param>
    /// <param name="cancellation">Polled before each batch.</param>
    /// <param name="returnBestOnCancel">On cancellation, return the best model so far, with early stopping, or the model as it is, instead of
    /// throwing. Either way a checkpoint is written first, if the settings name a folder.</param>
    /// <param name="onWarning">Told of each warning when it is found, on the calling thread.</param>
    /// <param name="onInfo">Told in words when the run goes on from a checkpoint, and when it ends early.</param>
    /// <param name="heldOut">Rows to measure on after each epoch and never to train on; null for the share that the settings say.</param>
    /// <returns>The trained machine, one record for each epoch, and the warnings.</returns>
    /// <exception cref="ArgumentException">Held-out rows are not as wide as the others.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range, or contradicts another.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, or none held out of those asked for, a value is not in [0, 1], training diverged, or the checkpoint
    /// belongs to other settings or rows.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is damaged.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled and <paramref name="returnBestOnCancel"/> is false, or before
    /// the first update.</exception>
    public static BoltzmannTrainingResult Train(
        ITrainingRows rows, RestrictedBoltzmannMachineSettings settings, Action<BoltzmannEpoch>? onEpoch = null,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default, bool returnBestOnCancel = false,
        Action<BoltzmannWarning>? onWarning = null, Action<string>? onInfo = null, ITrainingRows? heldOut = null)
        => Train(rows, settings, new Observers(onEpoch, progress, null, onWarning, onInfo), cancellation, returnBestOnCancel, BoltzmannKernels.Best, heldOut);

    /// <summary>Trains a machine with given kernels; the way to compare widths.</summary>
    internal static BoltzmannTrainingResult Train(
        ITrainingRows rows, RestrictedBoltzmannMachineSettings settings, Observers observers, CancellationToken cancellation,
        bool returnBestOnCancel, BoltzmannKernels kernels, ITrainingRows? heldOut = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        settings.ValidateWith(heldOut is not null);
        if (heldOut is not null && heldOut.Width != rows.Width)
            throw new ArgumentException($"Held-out rows have {heldOut.Width} columns, but training rows {rows.Width}.", nameof(heldOut));
        var clock = Stopwatch.StartNew();
        TrainingData data = TrainingData.Scan(rows, settings, cancellation, heldOut);
        using var team = new ThreadTeam(Threads(settings, rows.Width));
        return new BoltzmannRun(data, settings, observers, cancellation, kernels, team, clock).Train(returnBestOnCancel);
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

    /// <summary>Who is told what while training runs.</summary>
    /// <param name="OnEpoch">Told of each finished epoch.</param>
    /// <param name="Progress">Told where training stands.</param>
    /// <param name="OnUpdate">Told how long each update took.</param>
    /// <param name="OnWarning">Told of each warning.</param>
    /// <param name="OnInfo">Told when a run goes on from a checkpoint or ends early.</param>
    internal sealed record Observers(
        Action<BoltzmannEpoch>? OnEpoch, IProgress<TrainingProgress>? Progress, Action<TimeSpan>? OnUpdate,
        Action<BoltzmannWarning>? OnWarning = null, Action<string>? OnInfo = null);
}
