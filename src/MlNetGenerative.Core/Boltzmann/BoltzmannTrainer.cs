using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>Trains restricted Boltzmann machines by contrastive divergence or persistent contrastive divergence.</summary>
public static class BoltzmannTrainer
{
    /// <summary>Trains a machine.</summary>
    /// <param name="rows">The rows, values in [0, 1]; read once for their means, then once an epoch in shuffled order.</param>
    /// <param name="settings">The settings; checked first.</param>
    /// <param name="onEpoch">Called at the end of each epoch, on the calling thread.</param>
    /// <param name="progress">Told where training stands, at most every 100 ms and at the end of each epoch.</param>
    /// <param name="cancellation">Polled before each batch.</param>
    /// <param name="returnBestOnCancel">On cancellation, return the model as it is instead of throwing.</param>
    /// <returns>The trained machine and one record for each epoch.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, a value is not in [0, 1], or training diverged.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled and <paramref name="returnBestOnCancel"/> is false.</exception>
    public static BoltzmannTrainingResult Train(
        ITrainingRows rows, RestrictedBoltzmannMachineSettings settings, Action<BoltzmannEpoch>? onEpoch = null,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default, bool returnBestOnCancel = false)
        => throw new NotImplementedException();
}
