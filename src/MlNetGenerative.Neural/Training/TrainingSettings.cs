using System.Globalization;
using MlNetGenerative.Core.Training;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Training;

/// <summary>How a neural model is trained, whatever model it is.</summary>
internal sealed record TrainingSettings
{
    /// <summary>Passes over the rows, 1 to 1,000,000.</summary>
    public int NumberOfEpochs { get; init; } = 30;

    /// <summary>Rows an update, 1 to 65,536; useful: 32 to 512. The last batch of an epoch may have fewer.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>The learning rate of the first update after warming up, above 0 and at most 10; useful: 0.0001 to 0.01.</summary>
    public float LearningRate { get; init; } = 1e-3f;

    /// <summary>How the learning rate goes from <see cref="LearningRate"/> to <see cref="FinalLearningRate"/>.</summary>
    public LearningRateSchedule LearningRateSchedule { get; init; } = LearningRateSchedule.Constant;

    /// <summary>The learning rate that a schedule ends at.</summary>
    public float FinalLearningRate { get; init; }

    /// <summary>Updates in which the learning rate rises from 0 in equal steps, 0 to 1,000,000,000.</summary>
    public int LearningRateWarmUpUpdates { get; init; }

    /// <summary>The optimizer.</summary>
    public OptimizerSettings Optimizer { get; init; } = new();

    /// <summary>The largest norm of all gradients together; longer ones are shortened to it. Null does not.</summary>
    public float? GradientClipNorm { get; init; }

    /// <summary>The largest magnitude of each entry of a gradient; null does not clip.</summary>
    public float? GradientClipValue { get; init; }

    /// <summary>The share of rows that is not trained on but measured after each epoch, 0 to 0.9; 0 is no validation. The parameters of the
    /// epoch with the lowest loss on them are kept.</summary>
    public double ValidationFraction { get; init; }

    /// <summary>Epochs without a lower validation loss after which training ends, 1 to 1,000,000; null trains all epochs.</summary>
    public int? EarlyStoppingPatience { get; init; }

    /// <summary>The folder of the checkpoint, from which a run that was broken off goes on; null writes none.</summary>
    public string? CheckpointDirectory { get; init; }

    /// <summary>Epochs from one checkpoint to the next, 1 to 1,000,000.</summary>
    public int CheckpointEpochs { get; init; } = 1;

    /// <summary>Minutes after which a checkpoint is written within an epoch, above 0; null writes none there.</summary>
    public double? CheckpointMinutes { get; init; } = 10;

    /// <summary>The seed of the rows' order and of the validation split.</summary>
    public ulong Seed { get; init; }

    /// <summary>Updates after which a checkpoint is written within an epoch: for tests of runs that are broken off.</summary>
    internal int? CheckpointUpdates { get; init; }

    /// <summary>Whether rows are read in the background; the model is the same without.</summary>
    internal bool Prefetch { get; init; } = true;

    /// <summary>Checks every setting.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range; the message names setting, value and range.</exception>
    public void Validate()
    {
        SettingCheck.Require(NumberOfEpochs is >= 1 and <= 1_000_000, nameof(NumberOfEpochs), NumberOfEpochs, "from 1 to 1000000");
        SettingCheck.Require(BatchSize is >= 1 and <= 65_536, nameof(BatchSize), BatchSize, "from 1 to 65536");
        LearningRates.Check(LearningRateSchedule, LearningRate, FinalLearningRate);
        SettingCheck.Require(LearningRateWarmUpUpdates is >= 0 and <= 1_000_000_000, nameof(LearningRateWarmUpUpdates), LearningRateWarmUpUpdates, "from 0 to 1000000000");
        Optimizer.Validate();
        SettingCheck.Require(GradientClipNorm is null or (> 0 and <= 1e6f), nameof(GradientClipNorm), GradientClipNorm, "above 0 and at most 1000000, or null");
        SettingCheck.Require(GradientClipValue is null or (> 0 and <= 1e6f), nameof(GradientClipValue), GradientClipValue, "above 0 and at most 1000000, or null");
        SettingCheck.Require(ValidationFraction is >= 0 and <= 0.9, nameof(ValidationFraction), ValidationFraction, "from 0 to 0.9");
        SettingCheck.Require(EarlyStoppingPatience is null or (>= 1 and <= 1_000_000), nameof(EarlyStoppingPatience), EarlyStoppingPatience, "from 1 to 1000000, or null");
        SettingCheck.Require(EarlyStoppingPatience is null || ValidationFraction > 0, nameof(EarlyStoppingPatience), EarlyStoppingPatience,
            $"null where {nameof(ValidationFraction)} is 0: there is nothing to stop by");
        SettingCheck.Require(CheckpointDirectory is null || !string.IsNullOrWhiteSpace(CheckpointDirectory), nameof(CheckpointDirectory), "empty", "the path of a folder, or null");
        SettingCheck.Require(CheckpointEpochs is >= 1 and <= 1_000_000, nameof(CheckpointEpochs), CheckpointEpochs, "from 1 to 1000000");
        SettingCheck.Require(CheckpointMinutes is null or (> 0 and <= 1e6), nameof(CheckpointMinutes), CheckpointMinutes, "above 0 and at most 1000000, or null");
    }

    /// <summary>An optimizer as these settings ask for; a model with several makes them from copies of the settings.</summary>
    /// <param name="name">Its name, of which the model has no other.</param>
    /// <param name="parameters">What it changes, by name.</param>
    public Optimizer CreateOptimizer(string name, IReadOnlyList<(string Name, Tensor Tensor)> parameters) =>
        new(name, parameters, Optimizer, new LearningRatePlan(LearningRate, LearningRateSchedule, FinalLearningRate, LearningRateWarmUpUpdates), GradientClipNorm, GradientClipValue);

    /// <summary>Everything that the course of training depends on, by name: a checkpoint is used only where all agree.</summary>
    public IReadOnlyDictionary<string, string> Describe()
    {
        static string Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "null";
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [nameof(NumberOfEpochs)] = Text(NumberOfEpochs),
            [nameof(BatchSize)] = Text(BatchSize),
            [nameof(LearningRate)] = Text(LearningRate),
            [nameof(LearningRateSchedule)] = LearningRateSchedule.ToString(),
            [nameof(FinalLearningRate)] = Text(FinalLearningRate),
            [nameof(LearningRateWarmUpUpdates)] = Text(LearningRateWarmUpUpdates),
            [nameof(Optimizer)] = Optimizer.Kind.ToString(),
            [nameof(OptimizerSettings.FirstMomentDecay)] = Text(Optimizer.FirstMomentDecay),
            [nameof(OptimizerSettings.SecondMomentDecay)] = Text(Optimizer.SecondMomentDecay),
            [nameof(OptimizerSettings.Epsilon)] = Text(Optimizer.Epsilon),
            [nameof(OptimizerSettings.Momentum)] = Text(Optimizer.Momentum),
            [nameof(OptimizerSettings.Nesterov)] = Optimizer.Nesterov.ToString(),
            [nameof(OptimizerSettings.WeightDecay)] = Text(Optimizer.WeightDecay),
            [nameof(GradientClipNorm)] = Text(GradientClipNorm),
            [nameof(GradientClipValue)] = Text(GradientClipValue),
            [nameof(ValidationFraction)] = Text(ValidationFraction),
            [nameof(EarlyStoppingPatience)] = Text(EarlyStoppingPatience),
            [nameof(Seed)] = Text(Seed),
        };
    }
}
