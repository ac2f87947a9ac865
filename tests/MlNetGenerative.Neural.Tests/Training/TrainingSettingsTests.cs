using MlNetGenerative.Core.Training;
using MlNetGenerative.Neural.Training;

namespace MlNetGenerative.Neural.Tests.Training;

[TestClass]
public sealed class TrainingSettingsTests
{
    private static readonly (TrainingSettings Settings, string Message)[] Wrong =
    [
        (new() { NumberOfEpochs = 0 }, "NumberOfEpochs must be from 1 to 1000000, but is 0."),
        (new() { BatchSize = -1 }, "BatchSize must be from 1 to 65536, but is -1."),
        (new() { LearningRate = float.NaN }, "LearningRate must be above 0 and at most 10, but is NaN."),
        (new() { LearningRateSchedule = LearningRateSchedule.Step }, "FinalLearningRate must be above 0 and at most 10 for a step schedule, but is 0."),
        (new() { LearningRateWarmUpUpdates = -5 }, "LearningRateWarmUpUpdates must be from 0 to 1000000000, but is -5."),
        (new() { Optimizer = new() { FirstMomentDecay = 1 } }, "FirstMomentDecay must be at least 0 and below 1, but is 1."),
        (new() { Optimizer = new() { SecondMomentDecay = -0.1 } }, "SecondMomentDecay must be at least 0 and below 1, but is -0.1."),
        (new() { Optimizer = new() { Epsilon = 0 } }, "Epsilon must be above 0 and at most 1, but is 0."),
        (new() { Optimizer = new() { Momentum = 0.9 } }, "Momentum must be 0 where Kind is not Sgd, but is 0.9."),
        (new() { Optimizer = new() { Kind = OptimizerKind.Sgd, Nesterov = true } }, "Nesterov must be False where Momentum is 0, but is True."),
        (new() { Optimizer = new() { WeightDecay = 2 } }, "WeightDecay must be from 0 to 1, but is 2."),
        (new() { Optimizer = new() { Kind = (OptimizerKind)7 } }, "Kind must be one of Adam, AdamW, Sgd, RmsProp, but is 7."),
        (new() { GradientClipNorm = 0 }, "GradientClipNorm must be above 0 and at most 1000000, or null, but is 0."),
        (new() { GradientClipValue = float.PositiveInfinity }, "GradientClipValue must be above 0 and at most 1000000, or null, but is"),
        (new() { ValidationFraction = 1 }, "ValidationFraction must be from 0 to 0.9, but is 1."),
        (new() { EarlyStoppingPatience = 3 }, "EarlyStoppingPatience must be null where ValidationFraction is 0"),
        (new() { ValidationFraction = 0.1, EarlyStoppingPatience = 0 }, "EarlyStoppingPatience must be from 1 to 1000000, or null, but is 0."),
        (new() { CheckpointDirectory = " " }, "CheckpointDirectory must be the path of a folder, or null, but is empty."),
        (new() { CheckpointEpochs = 0 }, "CheckpointEpochs must be from 1 to 1000000, but is 0."),
        (new() { CheckpointMinutes = 0 }, "CheckpointMinutes must be above 0 and at most 1000000, or null, but is 0."),
    ];

    [TestMethod]
    public void ErrorsNameSettingRangeAndValue()
    {
        foreach ((TrainingSettings settings, string message) in Wrong)
            Assert.StartsWith(message, Assert.ThrowsExactly<ArgumentOutOfRangeException>(settings.Validate).Message);
    }

    [TestMethod]
    public void DefaultsAreValid() => new TrainingSettings().Validate();

    [TestMethod]
    public void WhatChangesTheCourseOfTrainingIsDescribed()
    {
        var settings = new TrainingSettings();
        TrainingSettings[] others =
        [
            settings with { NumberOfEpochs = 7 }, settings with { BatchSize = 7 }, settings with { LearningRate = 0.5f }, settings with { Seed = 7 },
            settings with { LearningRateSchedule = LearningRateSchedule.Cosine }, settings with { FinalLearningRate = 1e-5f },
            settings with { LearningRateWarmUpUpdates = 3 }, settings with { GradientClipNorm = 1 }, settings with { GradientClipValue = 1 },
            settings with { ValidationFraction = 0.5 }, settings with { EarlyStoppingPatience = 3 }, settings with { Optimizer = new() { Kind = OptimizerKind.Sgd } },
            settings with { Optimizer = new() { Epsilon = 0.1 } }, settings with { Optimizer = new() { FirstMomentDecay = 0.1 } },
            settings with { Optimizer = new() { SecondMomentDecay = 0.1 } }, settings with { Optimizer = new() { WeightDecay = 0.1 } },
            settings with { Optimizer = new() { Momentum = 0.1 } }, settings with { Optimizer = new() { Nesterov = true } },
        ];
        foreach (TrainingSettings other in others)
            Assert.AreEqual(1, settings.Describe().Count(setting => other.Describe()[setting.Key] != setting.Value), other.ToString());
        TrainingSettings same = settings with { CheckpointDirectory = "elsewhere", CheckpointEpochs = 5, CheckpointMinutes = null, Prefetch = false };
        CollectionAssert.AreEquivalent(settings.Describe().ToArray(), same.Describe().ToArray());
    }
}
