using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Core.Tests.Boltzmann;

/// <summary>What changes in the course of a run beside the learning rate.</summary>
[TestClass]
public sealed class TrainingScheduleTests
{
    private static readonly RestrictedBoltzmannMachineSettings Small = new() { NumberOfHiddenUnits = 5, BatchSize = 32, NumberOfEpochs = 3, Seed = 3 };

    [TestMethod]
    [DataRow(0.0, 0.5f, 1)]
    [DataRow(0.25, 0.6f, 3)]
    [DataRow(0.5, 0.7f, 5)]
    [DataRow(0.999999, 0.9f, 9)]
    public void MomentumAndGibbsStepsGoInAStraightLine(double share, float momentum, int steps)
    {
        RestrictedBoltzmannMachineSettings settings = Small with { Momentum = 0.5f, FinalMomentum = 0.9f, FinalNumberOfGibbsSteps = 9 };
        Assert.AreEqual(momentum, BoltzmannTrainer.Momentum(settings, share), 1e-6f);
        Assert.AreEqual(steps, BoltzmannTrainer.GibbsSteps(settings, share));
        Assert.AreEqual(0.5f, BoltzmannTrainer.Momentum(settings with { FinalMomentum = null }, share));
        Assert.AreEqual(1, BoltzmannTrainer.GibbsSteps(settings with { FinalNumberOfGibbsSteps = null }, share));
    }

    [TestMethod]
    public void AScheduleThatEndsWhereItBeginsChangesNothingAndAnotherDoes()
    {
        CachedRows rows = StructuredRows.Cached(repeats: 4);
        float[] plain = Weights(Small with { Momentum = 0.5f });
        CollectionAssert.AreEqual(plain, Weights(Small with { Momentum = 0.5f, FinalMomentum = 0.5f, FinalNumberOfGibbsSteps = 1 }));
        CollectionAssert.AreNotEqual(plain, Weights(Small with { Momentum = 0.5f, FinalMomentum = 0.9f }));
        CollectionAssert.AreNotEqual(plain, Weights(Small with { Momentum = 0.5f, FinalNumberOfGibbsSteps = 5 }));
        CollectionAssert.AreNotEqual(Weights(Small), Weights(Small with { FinalMomentum = 0.9f }), "a velocity is kept where momentum comes later");

        float[] Weights(RestrictedBoltzmannMachineSettings settings) => BoltzmannTrainer.Train(rows, settings).Model.GetWeights();
    }

    [TestMethod]
    public void UnitsComeToBeOnAsOftenAsTheirTarget()
    {
        CachedRows rows = StructuredRows.Cached(repeats: 100);
        RestrictedBoltzmannMachineSettings settings = Small with { NumberOfEpochs = 20, NumberOfHiddenUnits = 8 };
        Assert.IsGreaterThan(0.3, MeanActivity(settings));
        Assert.AreEqual(0.1, MeanActivity(settings with { SparsityTarget = 0.1f, SparsityCost = 20 }), 0.05);

        double MeanActivity(RestrictedBoltzmannMachineSettings with)
        {
            RestrictedBoltzmannMachine model = BoltzmannTrainer.Train(rows, with).Model;
            float[] hidden = new float[with.NumberOfHiddenUnits];
            return StructuredRows.All().Average(row =>
            {
                model.HiddenProbabilities(row, hidden);
                return hidden.Average();
            });
        }
    }
}
