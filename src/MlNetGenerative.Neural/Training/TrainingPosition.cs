namespace MlNetGenerative.Neural.Training;

/// <summary>Where in a run training stands.</summary>
/// <param name="Epoch">The epoch that is being trained, counted from 1.</param>
/// <param name="BatchesDone">Batches of this epoch that have been trained on.</param>
/// <param name="UpdatesDone">Batches of all epochs that have been trained on.</param>
internal readonly record struct TrainingPosition(int Epoch, long BatchesDone, long UpdatesDone)
{
    public static TrainingPosition Start => new(1, 0, 0);
}
