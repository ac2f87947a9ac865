namespace MlNetGenerative.Neural.Training;

/// <summary>How a run ended; the trained parameters are in the model.</summary>
/// <param name="History">One record for each epoch that is done.</param>
/// <param name="BestEpoch">The epoch whose parameters the model has; 0 when it has the last ones.</param>
/// <param name="Cancelled">Whether the run was cancelled before its end.</param>
internal sealed record TrainingResult(IReadOnlyList<TrainingEpoch> History, int BestEpoch, bool Cancelled);
