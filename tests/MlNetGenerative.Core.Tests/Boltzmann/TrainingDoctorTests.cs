using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Tests.Boltzmann.Likelihood;
using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Core.Tests.Boltzmann;

/// <summary>Each warning is provoked, and sound runs are silent.</summary>
[TestClass]
public sealed class TrainingDoctorTests
{
    private const BoltzmannAlgorithm Contrastive = BoltzmannAlgorithm.ContrastiveDivergence;
    private const BoltzmannAlgorithm Persistent = BoltzmannAlgorithm.PersistentContrastiveDivergence;

    private static readonly RestrictedBoltzmannMachineSettings Sound = new() { NumberOfHiddenUnits = 16, LearningRate = 0.5f, NumberOfEpochs = 30, Seed = 1 };

    [TestMethod]
    [DataRow(Contrastive, true)]
    [DataRow(Contrastive, false)]
    [DataRow(Persistent, true)]
    [DataRow(Persistent, false)]
    public void ASoundRunIsSilent(BoltzmannAlgorithm algorithm, bool centered)
    {
        BoltzmannTrainingResult result = Train(Sound with { Algorithm = algorithm, Centered = centered, LearningRate = 0.2f });
        Assert.AreEqual("", string.Join(Environment.NewLine, result.Warnings));
        Assert.IsGreaterThan(2, ExactGain(result.Model), "the run must be sound");
        Assert.AreEqual(0, result.History[^1].DeadHiddenUnits + result.History[^1].SaturatedHiddenUnits);
    }

    [TestMethod]
    public void AModelNoBetterThanIndependentColumnsIsNamedWithItsLikelihood()
    {
        BoltzmannTrainingResult result = Train(Sound with { NumberOfHiddenUnits = 4, LearningRate = 0.05f });
        BoltzmannWarning warning = result.Warnings.Single();
        Assert.AreEqual(BoltzmannWarningKind.BiasLockedChains, warning.Kind);
        Assert.AreEqual(30, warning.Epoch);
        Assert.AreEqual(ExactGain(result.Model), warning.Figure, 0.05, "the rows monitored are not all rows, but nearly as many of each");
        StringAssert.Contains(warning.Finding, "no better than independent columns: its exact log-likelihood is -10.9");
        StringAssert.Contains(warning.Finding, "theirs -11.09");
        StringAssert.Contains(warning.Remedy, "Train longer (NumberOfEpochs is 30), raise LearningRate (it is 0.05)");
    }

    [TestMethod]
    public void ChainsThatStayInFewModesMakeAModelWorseThanIndependentColumns()
    {
        BoltzmannTrainingResult result = Train(Sound with { LearningRate = 2 });
        BoltzmannWarning warning = result.Warnings.Single(warning => warning.Kind == BoltzmannWarningKind.WorseThanIndependentColumns);
        Assert.IsLessThan(-2, ExactGain(result.Model), "its pseudo-likelihood alone would not tell");
        Assert.IsGreaterThan(2, result.History[^1].GainOverIndependentColumns);
        StringAssert.Contains(warning.Finding, "worse than independent columns");
        StringAssert.Contains(warning.Remedy, "Lower LearningRate (it is 2) to a third, raise NumberOfGibbsSteps (it is 1)");
    }

    /// <summary>Where the exact likelihood takes too long, the pseudo-likelihood is compared.</summary>
    [TestMethod]
    public void ALargeModelThatLearnsNothingIsNamedByItsPseudoLikelihood()
    {
        var rows = new CachedRows(40);
        for (int i = 0; i < 200; i++)
        {
            (int[] indices, float[] values) = RandomMachine.Sparse(RandomMachine.Row(40, 0.5, grey: false, (ulong)i));
            rows.Add(indices, values);
        }
        BoltzmannWarning warning = BoltzmannTrainer.Train(rows, Sound with { NumberOfHiddenUnits = 30, LearningRate = 1e-4f, NumberOfEpochs = 2 }).Warnings.Single();
        Assert.AreEqual(BoltzmannWarningKind.BiasLockedChains, warning.Kind);
        StringAssert.Contains(warning.Finding, "its pseudo-log-likelihood is ");
        Assert.IsInRange(-1.0, 1.0, warning.Figure);
    }

    [TestMethod]
    public void ALearningRateThatLosesWhatWasLearnedIsNamedWithTheEpoch()
    {
        BoltzmannTrainingResult result = Train(Sound with { NumberOfHiddenUnits = 64, LearningRate = 2 });
        BoltzmannWarning warning = result.Warnings.Single(warning => warning.Kind == BoltzmannWarningKind.LearningRateTooHigh);
        BoltzmannEpoch epoch = result.History[warning.Epoch - 1];
        Assert.AreEqual(epoch.GainOverIndependentColumns, warning.Figure);
        Assert.IsLessThan(result.History.Take(warning.Epoch).Max(before => before.GainOverIndependentColumns) / 2, warning.Figure);
        StringAssert.Contains(warning.Remedy, "Lower LearningRate (it is 2) to a third");
    }

    [TestMethod]
    public void DeadHiddenUnitsAreCounted()
    {
        BoltzmannTrainingResult result = Train(Sound with { LearningRate = 10, Algorithm = Contrastive, Centered = false });
        BoltzmannWarning warning = result.Warnings.Single(warning => warning.Kind == BoltzmannWarningKind.DeadHiddenUnits);
        float[] hidden = new float[16];
        int dead = Enumerable.Range(0, 16).Count(unit => StructuredRows.All().All(row =>
        {
            result.Model.HiddenProbabilities(row, hidden);
            return hidden[unit] < 0.01f;
        }));
        Assert.IsGreaterThan(1, dead);
        Assert.AreEqual(dead / 16.0, warning.Figure);
        Assert.AreEqual(dead, result.History[^1].DeadHiddenUnits);
        StringAssert.Contains(warning.Finding, $"{dead} of 16 hidden units are off whatever the row");
        StringAssert.Contains(warning.Remedy, "set Centered");
    }

    [TestMethod]
    public void BlindContrastiveDivergenceIsFoundByChainsThatRunFreely()
    {
        BoltzmannTrainingResult result = Train(Sound with { LearningRate = 2, Algorithm = Contrastive, Centered = false });
        BoltzmannWarning warning = result.Warnings.Single();
        Assert.AreEqual(BoltzmannWarningKind.BlindContrastiveDivergence, warning.Kind);
        Assert.IsGreaterThan(2, warning.Figure);
        StringAssert.Contains(warning.Remedy, "use PersistentContrastiveDivergence, or raise NumberOfGibbsSteps (it is 1)");

        // The oracle: an exact model of the rows has a share of log 16 of them, this one has lost most of it to states without rows.
        Assert.IsLessThan(-Math.Log(16) - 2, ExactGain(result.Model) - 16 * Math.Log(2));
    }

    /// <summary>Digits, black and white: visible biases from zero and persistent chains that are not centred end as independent columns, however long they
    /// train; the defaults do not.</summary>
    [TestMethod]
    public void ChainsLockedInTheBiasesAreNamedAndTheDefaultsAreNotLocked()
    {
        CachedRows rows = KnownMachines.DigitRows;
        RestrictedBoltzmannMachineSettings settings = new() { NumberOfHiddenUnits = 16, NumberOfEpochs = 120, LearningRateSchedule = LearningRateSchedule.Constant, Seed = 1 };
        BoltzmannTrainingResult locked = BoltzmannTrainer.Train(rows, settings with { InitialVisibleBias = InitialVisibleBias.Zero, Centered = false });
        BoltzmannWarning warning = locked.Warnings.Single(warning => warning.Kind == BoltzmannWarningKind.BiasLockedChains);
        Assert.IsInRange(-2.0, 2.0, warning.Figure);
        StringAssert.Contains(warning.Finding, "no better than independent columns: its exact log-likelihood is");
        StringAssert.Contains(warning.Remedy, "set Centered, start InitialVisibleBias at ColumnMeans");
        Assert.IsFalse(locked.Warnings.Any(warning => warning.Kind == BoltzmannWarningKind.LearningRateTooHigh), "it only started below independent columns");
        BoltzmannTrainingResult sound = BoltzmannTrainer.Train(rows, settings);
        Assert.AreEqual("ConstantColumns", string.Join(" ", sound.Warnings.Select(warning => warning.Kind)));
        Assert.IsGreaterThan(40, sound.History[^1].GainOverIndependentColumns);
    }

    /// <summary>One step at a high constant rate, as tutorials have it: the reconstruction is fine and chains from noise do not come to the data.</summary>
    [TestMethod]
    public void ChainsThatDoNotFindTheDataAreNamed()
    {
        BoltzmannTrainingResult result = BoltzmannTrainer.Train(KnownMachines.DigitRows, new RestrictedBoltzmannMachineSettings
        {
            NumberOfHiddenUnits = 100, NumberOfEpochs = 30, BatchSize = 10, LearningRate = 0.1f, LearningRateSchedule = LearningRateSchedule.Constant,
            Algorithm = Contrastive, Centered = false, InitialVisibleBias = InitialVisibleBias.Zero, Seed = 1,
        });
        BoltzmannWarning warning = result.Warnings.Single(warning => warning.Kind == BoltzmannWarningKind.BlindContrastiveDivergence);
        Assert.IsLessThan(-10, warning.Figure);
        StringAssert.Contains(warning.Finding, "Free-running chains do not find the data");
        double spread = TrainingData.Scan(KnownMachines.DigitRows, Sound, default).Means.Average(mean => mean * (1 - mean));
        Assert.IsLessThan(spread / 2, result.History[^1].ReconstructionError, "the means alone would be off by the spread of the columns");
    }

    [TestMethod]
    public void DivergenceIsToldBeforeTrainingStopsAndTheLastCheckpointIsKept()
    {
        using var folder = new TemporaryFolder();
        var told = new List<BoltzmannWarning>();
        RestrictedBoltzmannMachineSettings settings = Sound with
        {
            LearningRate = 10, WeightDecay = 1, Momentum = 0.9f, LearningRateSchedule = LearningRateSchedule.Constant, CheckpointDirectory = folder.PathOf("run"), CheckpointMinutes = 1e-9,
        };
        string message = Assert.ThrowsExactly<InvalidOperationException>(
            () => BoltzmannTrainer.Train(StructuredRows.Cached(100), settings, onWarning: told.Add)).Message;
        BoltzmannWarning warning = told.Single(warning => warning.Kind == BoltzmannWarningKind.Divergence);
        StringAssert.StartsWith(message, $"{warning.Finding} {warning.Remedy} The last checkpoint before that is kept: '");
        StringAssert.Contains(message, folder.PathOf("run"));
        Assert.IsGreaterThan(1e4, warning.Figure);
        Assert.HasCount(1, Directory.GetFiles(folder.PathOf("run")));
    }

    [TestMethod]
    public void SaturatedHiddenUnitsAreCounted()
    {
        BoltzmannTrainingResult result = Train(Sound with { LearningRate = 3, Centered = false, SparsityTarget = 0.999f, SparsityCost = 100, NumberOfEpochs = 5 });
        BoltzmannWarning warning = result.Warnings.Single(warning => warning.Kind == BoltzmannWarningKind.SaturatedHiddenUnits);
        Assert.AreEqual(result.History[^1].SaturatedHiddenUnits / 16.0, warning.Figure);
        StringAssert.Contains(warning.Finding, $"{result.History[^1].SaturatedHiddenUnits} of 16 hidden units are on whatever the row");
    }

    [TestMethod]
    public void ConstantColumnsAreNamedBeforeTraining()
    {
        var rows = new CachedRows(5);
        for (int i = 0; i < 100; i++)
            rows.Add(i % 2 == 0 ? [1, 2, 3] : [2], i % 2 == 0 ? [1, 0.75f, 1] : [0.75f]);
        var told = new List<BoltzmannWarning>();
        BoltzmannTrainingResult result = BoltzmannTrainer.Train(rows, Sound, onWarning: told.Add);
        CollectionAssert.AreEqual(result.Warnings.ToArray(), told);
        BoltzmannWarning warning = result.Warnings[0];
        Assert.AreEqual((BoltzmannWarningKind.ConstantColumns, 0, 3.0), (warning.Kind, warning.Epoch, warning.Figure));
        StringAssert.Contains(warning.Finding, "3 of 5 columns have the same value in every row (slots 0, 2, 4).");
    }

    /// <summary>A column that is always 0, a rate that loses what was learned, and a model that is worse than independent columns: three kinds with any
    /// seed.</summary>
    [TestMethod]
    public void EachKindIsToldOnce()
    {
        var rows = new CachedRows(StructuredRows.Side * StructuredRows.Side + 1);
        for (int repeat = 0; repeat < 100; repeat++)
        {
            foreach (float[] row in StructuredRows.All())
            {
                (int[] indices, float[] values) = RandomMachine.Sparse(row);
                rows.Add(indices, values);
            }
        }
        var told = new List<BoltzmannWarning>();
        BoltzmannTrainingResult result = BoltzmannTrainer.Train(rows, Sound with { LearningRate = 10 }, onWarning: told.Add);
        Assert.IsGreaterThan(2, told.Count);
        CollectionAssert.AllItemsAreUnique(told.Select(warning => warning.Kind).ToArray());
        CollectionAssert.AreEqual(told, result.Warnings.ToArray());
        StringAssert.StartsWith(told[0].ToString(), $"{told[0].Kind}: {told[0].Finding} ");
    }

    private static BoltzmannTrainingResult Train(RestrictedBoltzmannMachineSettings settings) => BoltzmannTrainer.Train(StructuredRows.Cached(100), settings);

    /// <summary>The exact log-likelihood of the rows above that of independent columns, which are coin tosses here.</summary>
    private static double ExactGain(RestrictedBoltzmannMachine model)
        => -StructuredRows.All().Average(row => model.FreeEnergy(row)) - PartitionFunction.ExactLog(model) + 16 * Math.Log(2);
}
