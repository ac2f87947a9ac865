namespace MlNetGenerative.Core.Training;

/// <summary>Where a training run stands; reported at most every 100 ms and at the end of each epoch.</summary>
/// <param name="Epoch">The current epoch, counted from 1.</param>
/// <param name="NumberOfEpochs">The number of epochs of the whole run.</param>
/// <param name="RowsInEpoch">The number of rows of one epoch.</param>
/// <param name="RowsDone">The number of rows of the current epoch that have been used.</param>
/// <param name="Elapsed">The time since training began.</param>
/// <param name="RowsPerSecond">Rows per second, averaged over the current epoch so far.</param>
public sealed record TrainingProgress(
    int Epoch, int NumberOfEpochs, long RowsInEpoch, long RowsDone, TimeSpan Elapsed, double RowsPerSecond);
