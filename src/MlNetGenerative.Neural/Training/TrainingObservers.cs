using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Neural.Training;

/// <summary>Who is told what while training runs; all are called on the thread that trains.</summary>
/// <param name="Info">Lines for the log: one an epoch, and what happened to the run.</param>
/// <param name="OnEpoch">Told of each finished epoch.</param>
/// <param name="Progress">Told where training stands, at most every 100 ms and at the end of each epoch.</param>
internal sealed record TrainingObservers(Action<string>? Info = null, Action<TrainingEpoch>? OnEpoch = null, IProgress<TrainingProgress>? Progress = null);
