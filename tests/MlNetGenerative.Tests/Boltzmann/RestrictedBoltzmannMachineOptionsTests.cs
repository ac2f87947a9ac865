using System.Reflection;
using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Training;
using Microsoft.ML;
using MlNetGenerative.Tests.Pipeline;
using Options = MlNetGenerative.RestrictedBoltzmannMachineEstimator.Options;

namespace MlNetGenerative.Tests.Boltzmann;

[TestClass]
public sealed class RestrictedBoltzmannMachineOptionsTests
{
    private static IEnumerable<PropertyInfo> Settings =>
        typeof(RestrictedBoltzmannMachineSettings).GetProperties().Where(property => property.Name != nameof(RestrictedBoltzmannMachineSettings.Seed));

    [TestMethod]
    public void EverySettingOfTheCoreIsAnOptionWithTheSameDefault()
    {
        var settings = new RestrictedBoltzmannMachineSettings();
        var options = new Options();
        Assert.IsGreaterThan(5, Settings.Count());
        foreach (PropertyInfo setting in Settings)
        {
            PropertyInfo? option = typeof(Options).GetProperty(setting.Name);
            Assert.IsNotNull(option, setting.Name);
            Assert.AreEqual(setting.PropertyType, option.PropertyType, setting.Name);
            Assert.AreEqual(setting.GetValue(settings), option.GetValue(options), setting.Name);
        }
    }

    [TestMethod]
    public void EveryOptionReachesTheSettingOfItsName()
    {
        var options = new Options
        {
            NumberOfHiddenUnits = 7,
            Algorithm = BoltzmannAlgorithm.ContrastiveDivergence,
            NumberOfGibbsSteps = 3,
            BatchSize = 11,
            NumberOfEpochs = 13,
            LearningRate = 0.125f,
            LearningRateSchedule = LearningRateSchedule.Exponential,
            FinalLearningRate = 0.0625f,
            Momentum = 0.5f,
            WeightDecay = 0.25f,
            FinalMomentum = 0.875f,
            Nesterov = true,
            L1WeightDecay = 0.375f,
            MaximumWeightNorm = 3,
            SparsityTarget = 0.1f,
            SparsityCost = 2,
            FinalNumberOfGibbsSteps = 9,
            HiddenDropoutRate = 0.25f,
            NumberOfTemperatures = 5,
            LowestInverseTemperature = 0.5f,
            UpdateRule = BoltzmannUpdateRule.Adam,
            Centered = false,
            InitialVisibleBias = InitialVisibleBias.Zero,
            ValidationFraction = 0.125,
            EarlyStoppingPatience = 4,
            EarlyStoppingMeasure = EarlyStoppingMeasure.FreeEnergyGap,
            InitialWeightStandardDeviation = 0.75f,
            Binarization = Binarization.Stochastic,
            NumberOfThreads = 2,
            CheckpointDirectory = "run",
            CheckpointEpochs = 7,
            CheckpointMinutes = 2.5,
        };
        RestrictedBoltzmannMachineSettings settings = options.ToSettings(seed: 17);
        var defaults = new RestrictedBoltzmannMachineSettings();
        foreach (PropertyInfo setting in Settings)
        {
            Assert.AreEqual(typeof(Options).GetProperty(setting.Name)!.GetValue(options), setting.GetValue(settings), setting.Name);
            Assert.AreNotEqual(setting.GetValue(defaults), setting.GetValue(settings), $"{setting.Name}: this test does not change it");
        }
        Assert.AreEqual(17ul, settings.Seed);
    }

    [TestMethod]
    [DataRow(nameof(Options.NumberOfHiddenUnits), 0)]
    [DataRow(nameof(Options.NumberOfGibbsSteps), 0)]
    [DataRow(nameof(Options.BatchSize), 0)]
    [DataRow(nameof(Options.NumberOfEpochs), 0)]
    [DataRow(nameof(Options.LearningRate), 0f)]
    [DataRow(nameof(Options.LearningRate), float.NaN)]
    [DataRow(nameof(Options.FinalLearningRate), -1f)]
    [DataRow(nameof(Options.Momentum), 1f)]
    [DataRow(nameof(Options.WeightDecay), -1f)]
    [DataRow(nameof(Options.InitialWeightStandardDeviation), -1f)]
    [DataRow(nameof(Options.Algorithm), (BoltzmannAlgorithm)9)]
    [DataRow(nameof(Options.LearningRateSchedule), (LearningRateSchedule)9)]
    [DataRow(nameof(Options.Binarization), (Binarization)9)]
    [DataRow(nameof(Options.NumberOfThreads), 0)]
    [DataRow(nameof(Options.CheckpointEpochs), 0)]
    [DataRow(nameof(Options.CheckpointMinutes), 0d)]
    [DataRow(nameof(Options.AnomalyQuantile), 0d)]
    [DataRow(nameof(Options.AnomalyQuantile), 1.5d)]
    public void AnOptionOutOfRangeIsNamedWithItsValueWhenTheEstimatorIsMade(string option, object value)
    {
        Options options = Machines.With(changed => typeof(Options).GetProperty(option)!.SetValue(changed, value));
        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new MLContext().Generative().RestrictedBoltzmannMachine(options));
        Assert.AreEqual(option, error.ParamName);
        StringAssert.Contains(error.Message, FormattableString.Invariant($"{option} must be "));
        StringAssert.Contains(error.Message, FormattableString.Invariant($"but is {value}"));
    }

    [TestMethod]
    public void OptionsThatContradictEachOtherAreNamedWhenTheEstimatorIsMade()
    {
        Error("EarlyStoppingPatience must be null where ValidationFraction is 0 and no validation data are given", options => options.EarlyStoppingPatience = 3);
        Error("ValidationFraction must be 0 where validation data are given", options => (options.ValidationFraction, options.ValidationData) = (0.1, ConformanceData.Create()));
        Error("Momentum must be 0 with the update rule Adam", options => (options.UpdateRule, options.Momentum) = (BoltzmannUpdateRule.Adam, 0.5f));
        Error("NumberOfTemperatures must be from 2 to 256", options => (options.Algorithm, options.NumberOfTemperatures) = (BoltzmannAlgorithm.ParallelTempering, 1));
        Error("NumberOfTemperatures must be null unless the algorithm is ParallelTempering", options => options.NumberOfTemperatures = 5);
        Error("HiddenDropoutRate must be at least 0 and below 1", options => options.HiddenDropoutRate = 1);

        static void Error(string expected, Action<Options> change) => StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new MLContext().Generative().RestrictedBoltzmannMachine(Machines.With(change))).Message, expected);
    }

    [TestMethod]
    [DataRow(nameof(Options.OutputColumnName), "", "OutputColumnName must be the name of a column, but is empty.")]
    [DataRow(nameof(Options.OutputColumnName), null, "OutputColumnName must be the name of a column, but is null.")]
    [DataRow(nameof(Options.InputColumnName), " ", "InputColumnName must be the name of a column, but is empty.")]
    [DataRow(nameof(Options.ScoreColumnName), "", "ScoreColumnName must be the name of a column, or null to leave the column out, but is empty.")]
    [DataRow(nameof(Options.SampleColumnName), "Hidden", "SampleColumnName must differ from OutputColumnName, but both are 'Hidden'.")]
    public void AColumnNameThatIsMissingOrTakenIsRefused(string option, string? value, string message)
    {
        Options options = Machines.With(changed => typeof(Options).GetProperty(option)!.SetValue(changed, value));
        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(() => new MLContext().Generative().RestrictedBoltzmannMachine(options));
        StringAssert.Contains(error.Message, message);
    }

    [TestMethod]
    public void OptionsAreReadOnceWhenTheEstimatorIsMade()
    {
        Options options = Machines.AllColumns();
        RestrictedBoltzmannMachineEstimator estimator = new MLContext(seed: 1).Generative().RestrictedBoltzmannMachine(options);
        options.NumberOfHiddenUnits = 99;
        options.CacheData = false;
        Assert.AreEqual(4, estimator.Fit(ConformanceData.Create()).Model.NumberOfHiddenUnits);
    }

    [TestMethod]
    public void TheShortFormMeansTheSameNameWhenTheInputIsNotNamed()
    {
        FunctionView data = ConformanceData.Create();
        RestrictedBoltzmannMachineTransformer model = new MLContext(seed: 1).Generative()
            .RestrictedBoltzmannMachine("Features", numberOfHiddenUnits: 3, numberOfEpochs: 2, learningRate: 0.02f).Fit(data);
        DataViewSchema schema = model.Transform(data).Schema;
        Assert.HasCount(data.Schema.Count + 1, schema);
        Assert.IsTrue(schema[1].IsHidden);
        Assert.HasCount(3, ViewReader.Vectors(model.Transform(data), "Features")[0]);
        Assert.HasCount(2, model.History);
        Assert.AreEqual(0.02, model.History[0].LearningRate, 0.01);
    }

    [TestMethod]
    public void ASeedInTheOptionsMakesTheContextsSeedNoMatter()
    {
        FunctionView data = ConformanceData.Create();
        RestrictedBoltzmannMachineTransformer one = Machines.Fit(options => options.Seed = 5, data, new MLContext(seed: 1));
        RestrictedBoltzmannMachineTransformer other = Machines.Fit(options => options.Seed = 5, data, new MLContext(seed: 2));
        RestrictedBoltzmannMachineTransformer third = Machines.Fit(options => options.Seed = 6, data, new MLContext(seed: 1));
        Assert.AreEqual(5, one.Seed);
        CollectionAssert.AreEqual(one.Model.GetWeights(), other.Model.GetWeights());
        CollectionAssert.AreNotEqual(one.Model.GetWeights(), third.Model.GetWeights());
    }
}
