using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Core.Tests.Boltzmann;

/// <summary>The machine that is scored after dropout; updates themselves follow the reference in <see cref="BoltzmannUpdateTests"/>.</summary>
[TestClass]
public sealed class HiddenDropoutTests
{
    [TestMethod]
    public void ScaledWeightsKeepUnitsAtTheirCentre()
    {
        RestrictedBoltzmannMachine trained = RandomMachine.Create(9, 5);
        float[] centre = RandomMachine.Row(9, 1, grey: true, 3);
        var settings = new RestrictedBoltzmannMachineSettings { NumberOfHiddenUnits = 5, HiddenDropoutRate = 0.25f };
        RestrictedBoltzmannMachine scaled = HiddenDropout.Of(settings, rows: 1)!.Scale(trained, centre);
        float[] before = new float[5], after = new float[5];
        for (int k = 0; k < 45; k++)
            Assert.AreEqual(0.75f * trained.GetWeights()[k], scaled.GetWeights()[k], 1e-7f);
        CollectionAssert.AreEqual(trained.GetVisibleBias(), scaled.GetVisibleBias());
        trained.HiddenActivations(centre, before);
        scaled.HiddenActivations(centre, after);
        for (int j = 0; j < 5; j++)
            Assert.AreEqual(before[j], after[j], 1e-5f, "a row at the means turns units on as in training");
        Assert.IsNull(HiddenDropout.Of(settings with { HiddenDropoutRate = 0 }, rows: 1));
    }

    [TestMethod]
    [DataRow(BoltzmannAlgorithm.ContrastiveDivergence)]
    [DataRow(BoltzmannAlgorithm.PersistentContrastiveDivergence)]
    public void WhatIsMeasuredAndReturnedIsTheMachineWithAllUnits(BoltzmannAlgorithm algorithm)
    {
        BoltzmannTrainingResult result = BoltzmannTrainer.Train(StructuredRows.Cached(30), new RestrictedBoltzmannMachineSettings
        {
            Algorithm = algorithm, NumberOfHiddenUnits = 16, HiddenDropoutRate = 0.5f, LearningRate = 0.2f, NumberOfEpochs = 200, Seed = 1,
        });
        double independent = -16 * Math.Log(2);
        double exact = -StructuredRows.All().Average(row => result.Model.FreeEnergy(row)) - PartitionFunction.ExactLog(result.Model);
        Assert.IsGreaterThan(independent + 4, exact);
        float[] hidden = new float[16], visible = new float[16];
        double error = StructuredRows.All().Average(row =>
        {
            result.Model.HiddenProbabilities(row, hidden);
            result.Model.VisibleProbabilities(hidden, visible);
            return row.Zip(visible, (x, y) => (double)(x - y) * (x - y)).Average();
        });
        Assert.AreEqual(error, result.History[^1].ReconstructionError, 1e-6, "all rows are monitored, each as often");
    }

    /// <summary>Each row leaves out units of its own, anew in each update, about as many as asked for.</summary>
    [TestMethod]
    public unsafe void UnitsAreLeftOutAsOftenAsAskedFor()
    {
        const int Rows = 200, Units = 70;
        var settings = new RestrictedBoltzmannMachineSettings { NumberOfHiddenUnits = Units, HiddenDropoutRate = 0.3f, Seed = 5 };
        HiddenDropout dropout = HiddenDropout.Of(settings, Rows)!;
        string[] Masks(ulong update)
        {
            dropout.Draw(update << 32, 0, Rows);
            var states = new StateBits(Rows, Units);
            states.AllWords.Fill(uint.MaxValue);
            dropout.MaskStates(states, 0, 0, states.Panels, 0, Rows);
            return [.. Enumerable.Range(0, Rows).Select(row => string.Concat(Enumerable.Range(0, Units).Select(unit => states[row, unit] ? '1' : '0')))];
        }
        string[] first = Masks(1);
        double left = first.Average(mask => mask.Count(bit => bit == '0')) / Units;
        Assert.AreEqual(0.3, left, 5 * Math.Sqrt(0.3 * 0.7 / (Rows * Units)));
        CollectionAssert.AllItemsAreUnique(first);
        CollectionAssert.AreEqual(first, Masks(1));
        Assert.AreEqual(0, first.Intersect(Masks(2)).Count());
    }
}
