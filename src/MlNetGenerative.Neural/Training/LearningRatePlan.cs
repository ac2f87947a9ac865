using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Neural.Training;

/// <summary>The learning rate of every update of a run.</summary>
/// <param name="First">The rate after warming up.</param>
/// <param name="Schedule">How it goes to <paramref name="Final"/>.</param>
/// <param name="Final">The rate that the schedule ends at.</param>
/// <param name="WarmUpUpdates">Updates in which the rate rises to <paramref name="First"/> in equal steps; the schedule goes over the others.</param>
internal sealed record LearningRatePlan(double First, LearningRateSchedule Schedule, double Final, int WarmUpUpdates)
{
    /// <summary>The rate of an update.</summary>
    /// <param name="update">Its number, counted from 1.</param>
    /// <param name="total">The number of updates of the run.</param>
    public double At(long update, long total)
    {
        if (update <= WarmUpUpdates)
            return First * update / WarmUpUpdates;
        double share = (double)(update - 1 - WarmUpUpdates) / Math.Max(1, total - WarmUpUpdates);
        return LearningRates.At(Schedule, First, Final, Math.Min(1, share));
    }
}
