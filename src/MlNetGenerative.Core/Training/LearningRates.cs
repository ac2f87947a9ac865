namespace MlNetGenerative.Core.Training;

/// <summary>The learning rate at a share of a run.</summary>
internal static class LearningRates
{
    // A late linear schedule begins to fall after this share of the updates.
    private const double LateDecayStart = 0.75;

    // A step schedule has this many levels of equal length.
    private const int Levels = 4;

    /// <summary>The learning rate at a share <paramref name="t"/> in [0, 1] of the updates.</summary>
    public static double At(LearningRateSchedule schedule, double first, double final, double t) => schedule switch
    {
        LearningRateSchedule.Linear => first + (final - first) * t,
        LearningRateSchedule.LateLinear => first + (final - first) * Math.Max(0, (t - LateDecayStart) / (1 - LateDecayStart)),
        LearningRateSchedule.Exponential => first * Math.Pow(final / first, t),
        LearningRateSchedule.Cosine => final + (first - final) * (1 + Math.Cos(Math.PI * t)) / 2,
        LearningRateSchedule.Step => first * Math.Pow(final / first, Math.Min(Math.Floor(Levels * t), Levels - 1) / (Levels - 1)),
        _ => first,
    };

    /// <summary>Checks the settings <c>LearningRate</c>, <c>LearningRateSchedule</c> and <c>FinalLearningRate</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One of them is outside its range.</exception>
    public static void Check(LearningRateSchedule schedule, float first, float final)
    {
        SettingCheck.Require(first is > 0 and <= 10, "LearningRate", first, "above 0 and at most 10");
        SettingCheck.Require(Enum.IsDefined(schedule), nameof(LearningRateSchedule), schedule, $"one of {string.Join(", ", Enum.GetNames<LearningRateSchedule>())}");
        if (schedule is LearningRateSchedule.Exponential or LearningRateSchedule.Step)
            SettingCheck.Require(final is > 0 and <= 10, "FinalLearningRate", final,
                $"above 0 and at most 10 for {(schedule == LearningRateSchedule.Step ? "a step" : "an exponential")} schedule");
        else
            SettingCheck.Require(final is >= 0 and <= 10, "FinalLearningRate", final, "from 0 to 10");
    }
}
