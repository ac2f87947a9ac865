using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Tests.Boltzmann;

/// <summary>Inputs that follow from those of the states before, against inputs computed anew.</summary>
[TestClass]
public sealed unsafe class StateChangesTests
{
    private const int Given = 150;
    private const int Computed = 70;
    private const int Samples = 11;

    /// <summary>Samples that change little, not at all, and completely; several steps one after the other.</summary>
    [TestMethod]
    public void InputsFollowFromThoseOfTheStepBefore()
    {
        RestrictedBoltzmannMachine machine = RandomMachine.Create(Given, Computed);
        var changes = new StateChanges(Samples, Given, Computed);
        var states = new StateBits(Samples, Given);
        states.FillWithNoise(new Philox(1, 1), 0);
        UnitLists lists = Lists(), all = Lists();
        var random = new Philox(2, 2);
        int followed = 0, anew = 0;
        for (int step = 0; step < 6; step++)
        {
            changes.Begin(Samples);
            if (step == 0)
            {
                changes.ListAll(states, 0, Samples, lists);
            }
            else
            {
                changes.Keep(states, 0, 2);
                changes.Keep(states, 2, states.Panels);
                for (int sample = 0; sample < Samples; sample++)
                    for (int unit = 0; unit < Given; unit++)
                        states[sample, unit] ^= random.Uniform((ulong)(step * Samples + sample), (uint)unit) < 0.1 * sample;
                changes.List(states, null, 0, 4, lists);
                changes.List(states, null, 4, Samples, lists);
                for (int sample = 0; sample < Samples; sample++)
                    _ = changes.Relative[sample] != 0 ? followed++ : anew++;
                Assert.AreEqual(1, changes.Relative[0]);
                Assert.AreEqual(0, lists.Count[0] + changes.Off.Count[0], "nothing changed");
            }
            states.CopyTo(0, Samples, all);
            float[] expected = Activations(machine, all, null, VectorWidth.Scalar);
            float[] sums = new Span<float>(changes.Sums, Samples * machine.Weights.PaddedColumns).ToArray();
            float[]? first = null;
            foreach (VectorWidth width in Enum.GetValues<VectorWidth>())
            {
                sums.CopyTo(new Span<float>(changes.Sums, sums.Length));
                float[] got = Activations(machine, lists, changes, width);
                first ??= got;
                CollectionAssert.AreEqual(first, got, width.ToString());
                for (int i = 0; i < expected.Length; i++)
                    Assert.AreEqual(expected[i], got[i], 2e-5f, $"step {step}, {width}, entry {i}");
            }
        }
        Assert.IsTrue(followed > 10 && anew > 10, $"{followed} followed, {anew} anew");
    }

    [TestMethod]
    public void SumsAreComputedAnewFromTimeToTime()
    {
        Assert.IsFalse(StateChanges.MayFollow(0));
        Assert.IsTrue(StateChanges.MayFollow(1));
        Assert.IsTrue(Enumerable.Range(1, 100).Any(step => !StateChanges.MayFollow(step)));
    }

    private static UnitLists Lists()
    {
        var lists = new UnitLists(Samples, (long)Samples * StateBits.ListCapacity(Given), withValues: false);
        lists.SetFixedCapacity(Samples, StateBits.ListCapacity(Given));
        return lists;
    }

    private static float[] Activations(RestrictedBoltzmannMachine machine, UnitLists lists, StateChanges? changes, VectorWidth width)
    {
        var result = new AlignedBuffer<float>((long)Samples * machine.Weights.PaddedColumns);
        var stage = new ConditionalStage
        {
            Weights = machine.Weights, Bias = machine.HiddenBias.Pointer, Activations = result.Pointer, ResultRows = Samples,
        };
        stage.SetGiven(lists);
        if (changes is not null)
            stage.SetSums(changes);
        BoltzmannKernels.ForWidth(width).Conditional(stage, 0, machine.Weights.Panels);
        return result.Span.ToArray();
    }
}
