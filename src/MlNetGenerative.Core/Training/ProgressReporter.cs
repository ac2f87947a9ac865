using System.Diagnostics;

namespace MlNetGenerative.Core.Training;

/// <summary>Tells an observer where training stands: at most every 100 ms, and at the end of each epoch.</summary>
/// <param name="progress">The observer; null tells nobody.</param>
/// <param name="clock">Runs since training began.</param>
/// <param name="numberOfEpochs">The number of epochs of the run.</param>
/// <param name="rowsInEpoch">The number of rows of one epoch.</param>
internal sealed class ProgressReporter(IProgress<TrainingProgress>? progress, Stopwatch clock, int numberOfEpochs, long rowsInEpoch)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private TimeSpan _last = TimeSpan.Zero;

    /// <summary>After a batch: reports when the last report is 100 ms old.</summary>
    public void Batch(int epoch, long rowsDone, double rowsPerSecond)
    {
        if (progress is not null && clock.Elapsed - _last >= Interval)
            Report(epoch, rowsDone, rowsPerSecond);
    }

    /// <summary>At the end of an epoch: reports.</summary>
    public void Report(int epoch, long rowsDone, double rowsPerSecond)
    {
        if (progress is null)
            return;
        _last = clock.Elapsed;
        progress.Report(new TrainingProgress(epoch, numberOfEpochs, rowsInEpoch, rowsDone, _last, rowsPerSecond));
    }
}
