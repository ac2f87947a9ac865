namespace MlNetGenerative.Core.Boltzmann;

/// <summary>How the learning rate goes from its first to its final value over the updates of a run.</summary>
public enum LearningRateSchedule
{
    /// <summary>The learning rate never changes.</summary>
    Constant,

    /// <summary>The learning rate falls in a straight line: rate + (final - rate) * t, t from 0 to 1.</summary>
    Linear,

    /// <summary>The learning rate falls by the same factor in each update: rate * (final / rate)^t, t from 0 to 1.</summary>
    Exponential,
}
