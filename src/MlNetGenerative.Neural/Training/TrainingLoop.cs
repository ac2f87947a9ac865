using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Neural.Training;

/// <summary>Trains any model: epochs, batches, validation, early stopping, checkpoints, progress and cancelling.</summary>
/// <remarks>
/// <para>Rows are read in the background, in an order that depends on seed and epoch alone, and memory does not grow with their number.
/// A run that was killed goes on from its last checkpoint and ends with the same bits as one that was not.</para>
/// <para>The checkpoint of a finished run stays: training again with the same rows and settings gives its model at once.</para>
/// </remarks>
internal static class TrainingLoop
{
    /// <summary>Trains a model.</summary>
    /// <param name="model">The model; afterwards it has the trained parameters and is in evaluation.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="settings">The settings; checked first.</param>
    /// <param name="observers">Who is told what.</param>
    /// <param name="cancellation">Polled before each batch.</param>
    /// <param name="returnBestOnCancel">On cancellation, leave the best parameters so far in the model instead of throwing.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, training diverged, or the checkpoint belongs to another run.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is damaged.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled and <paramref name="returnBestOnCancel"/> is false, or before the
    /// first update.</exception>
    public static TrainingResult Run<TLosses>(
        TrainedModel<TLosses> model, ITrainingRows rows, TrainingSettings settings, TrainingObservers? observers = null,
        CancellationToken cancellation = default, bool returnBestOnCancel = false)
        where TLosses : struct, ILosses
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        SettingCheck.Require((long)settings.BatchSize * rows.Width <= Array.MaxLength, nameof(settings.BatchSize), settings.BatchSize,
            $"at most {Array.MaxLength / rows.Width} for rows of {rows.Width} entries");
        TrainingData data = TrainingData.Of(rows, settings, cancellation);
        var run = new TrainingRun<TLosses>(model, data, settings, observers ?? new TrainingObservers(), cancellation);
        bool cancelled = false;
        try
        {
            run.Resume();
            run.Train();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            run.SaveWhenCancelled();
            if (!returnBestOnCancel || run.State.Position.UpdatesDone == 0)
                throw new OperationCanceledException(cancellation);
            cancelled = true;
        }
        finally
        {
            model.SetTraining(false);
        }
        run.RestoreBest();
        return new TrainingResult(run.State.History, run.State.BestEpoch, cancelled);
    }
}
