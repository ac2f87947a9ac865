using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Core.Tests.Boltzmann;

[TestClass]
public sealed class SettingsTests
{
    private static readonly RestrictedBoltzmannMachineSettings Default = new();
    private static readonly RestrictedBoltzmannMachineSettings Tempered = Default with { Algorithm = BoltzmannAlgorithm.ParallelTempering };

    public static IEnumerable<(RestrictedBoltzmannMachineSettings Settings, string Name, string Range)> Wrong =>
    [
        (Default with { NumberOfHiddenUnits = 0 }, "NumberOfHiddenUnits", "from 1 to 1048576, but is 0"),
        (Default with { Algorithm = (BoltzmannAlgorithm)7 }, "Algorithm", "one of ContrastiveDivergence, PersistentContrastiveDivergence, ParallelTempering, but is 7"),
        (Default with { NumberOfGibbsSteps = 0 }, "NumberOfGibbsSteps", "from 1 to 10000, but is 0"),
        (Default with { BatchSize = 20_000 }, "BatchSize", "from 1 to 16384, but is 20000"),
        (Default with { NumberOfEpochs = -1 }, "NumberOfEpochs", "from 1 to 1000000, but is -1"),
        (Default with { LearningRate = 0 }, "LearningRate", "above 0 and at most 10, but is 0"),
        (Default with { LearningRate = float.NaN }, "LearningRate", "but is NaN"),
        (Default with { LearningRateSchedule = (LearningRateSchedule)9 }, "LearningRateSchedule", "Constant, Linear, LateLinear, Exponential, Cosine, Step, but is 9"),
        (Default with { FinalLearningRate = -1 }, "FinalLearningRate", "from 0 to 10, but is -1"),
        (Default with { LearningRateSchedule = LearningRateSchedule.Exponential, FinalLearningRate = 0 }, "FinalLearningRate", "above 0 and at most 10 for an exponential schedule, but is 0"),
        (Default with { LearningRateSchedule = LearningRateSchedule.Step, FinalLearningRate = 0 }, "FinalLearningRate", "above 0 and at most 10 for a step schedule, but is 0"),
        (Default with { Momentum = 1 }, "Momentum", "at least 0 and below 1, but is 1"),
        (Default with { WeightDecay = -0.5f }, "WeightDecay", "from 0 to 1, but is -0.5"),
        (Default with { FinalMomentum = 1 }, "FinalMomentum", "at least 0 and below 1, or null, but is 1"),
        (Default with { Nesterov = true }, "Nesterov", "false while there is no momentum (set Momentum or FinalMomentum), but is True"),
        (Default with { L1WeightDecay = -1 }, "L1WeightDecay", "from 0 to 1, but is -1"),
        (Default with { MaximumWeightNorm = 0 }, "MaximumWeightNorm", "above 0 and at most 10000, or null, but is 0"),
        (Default with { SparsityTarget = 1, SparsityCost = 1 }, "SparsityTarget", "above 0 and below 1, or null, but is 1"),
        (Default with { SparsityCost = 1 }, "SparsityCost", "0 while SparsityTarget is null (set both, or neither), but is 1"),
        (Default with { SparsityTarget = 0.1f }, "SparsityCost", "above 0 and at most 100 with a SparsityTarget, but is 0"),
        (Default with { FinalNumberOfGibbsSteps = 0 }, "FinalNumberOfGibbsSteps", "from 1 to 10000, or null, but is 0"),
        (Default with { InitialWeightStandardDeviation = 2 }, "InitialWeightStandardDeviation", "from 0 to 1, but is 2"),
        (Default with { HiddenDropoutRate = 1 }, "HiddenDropoutRate", "at least 0 and below 1, but is 1"),
        (Default with { UpdateRule = (BoltzmannUpdateRule)4 }, "UpdateRule", "one of Momentum, Adam, but is 4"),
        (Default with { UpdateRule = BoltzmannUpdateRule.Adam, Momentum = 0.5f }, "Momentum", "0 with the update rule Adam, which has moments of its own, but is 0.5"),
        (Default with { UpdateRule = BoltzmannUpdateRule.Adam, FinalMomentum = 0.5f }, "FinalMomentum", "null with the update rule Adam"),
        (Default with { UpdateRule = BoltzmannUpdateRule.Adam, Nesterov = true }, "Nesterov", "false while there is no momentum"),
        (Default with { InitialVisibleBias = (InitialVisibleBias)4 }, "InitialVisibleBias", "one of ColumnMeans, Zero, but is 4"),
        (Tempered with { NumberOfTemperatures = 1 }, "NumberOfTemperatures", "from 2 to 256, or null: with one temperature it is PersistentContrastiveDivergence, but is 1"),
        (Tempered with { NumberOfTemperatures = 257 }, "NumberOfTemperatures", "from 2 to 256"),
        (Tempered with { LowestInverseTemperature = 1 }, "LowestInverseTemperature", "at least 0 and below 1, but is 1"),
        (Tempered with { HiddenDropoutRate = 0.5f }, "HiddenDropoutRate", "0 with ParallelTempering"),
        (Default with { NumberOfTemperatures = 5 }, "NumberOfTemperatures", "null unless the algorithm is ParallelTempering (Algorithm is PersistentContrastiveDivergence), but is 5"),
        (Default with { LowestInverseTemperature = 0.5f }, "LowestInverseTemperature", "0 unless the algorithm is ParallelTempering"),
        (Default with { ValidationFraction = 0.95 }, "ValidationFraction", "from 0 to 0.9, but is 0.95"),
        (Default with { ValidationFraction = 0.5, EarlyStoppingPatience = 0 }, "EarlyStoppingPatience", "from 1 to 1000000, or null, but is 0"),
        (Default with { EarlyStoppingMeasure = (EarlyStoppingMeasure)4 }, "EarlyStoppingMeasure", "one of LogLikelihood, FreeEnergyGap, but is 4"),
        (Default with { Binarization = (Binarization)5 }, "Binarization", "None, Threshold, Stochastic, but is 5"),
        (Default with { NumberOfThreads = 0 }, "NumberOfThreads", "from 1 to 1024, or null, but is 0"),
        (Default with { NumberOfThreads = 1025 }, "NumberOfThreads", "from 1 to 1024, or null, but is 1025"),
    ];

    [TestMethod]
    [DynamicData(nameof(Wrong))]
    public void WrongSettingsAreNamedWithValueAndRange(RestrictedBoltzmannMachineSettings settings, string name, string range)
    {
        ArgumentOutOfRangeException exception = Assert.ThrowsExactly<ArgumentOutOfRangeException>(settings.Validate);
        Assert.AreEqual(name, exception.ParamName);
        StringAssert.Contains(exception.Message, $"{name} must be");
        StringAssert.Contains(exception.Message, range);
    }

    [TestMethod]
    public void DefaultsAreValid() => Default.Validate();
}
