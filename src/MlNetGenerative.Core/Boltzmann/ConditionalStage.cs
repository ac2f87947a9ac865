using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>What the kernel that computes one layer given the other works on: x = bias + sum of the weights' rows of the units that are on,
/// p = sigmoid(x), states drawn from p. Pointers that are null are not written.</summary>
/// <remarks>Results lie panel by panel: entry (panel, sample, column) of a result is at [panel][sample][column], 32 columns a
/// panel.</remarks>
internal unsafe struct ConditionalStage
{
    /// <summary>Rows: units of the layer that is given; columns: units of the layer that is computed.</summary>
    public PanelMatrix Weights;

    /// <summary>Biases of the layer that is computed, padded.</summary>
    public float* Bias;

    /// <summary>The number of samples.</summary>
    public int Samples;

    /// <summary>The units of the given layer that are not zero: sample s has Count[s] of them from Start[s] on.</summary>
    public int* Indices;

    /// <summary>Their values, or null when each is 1.</summary>
    public float* Values;

    /// <summary>See <see cref="Indices"/>.</summary>
    public int* Start;

    /// <summary>See <see cref="Indices"/>.</summary>
    public int* Count;

    /// <summary>The given layer as bits, used instead of <see cref="Indices"/> when not null and without <see cref="FixedPoint"/>: by subset sums of four
    /// units, which take the same time however many units are on. Sums are added in another order, so the last bits of x may differ.</summary>
    public StateBits? GivenStates;

    /// <summary>With it states alone may be drawn, from <see cref="GivenStates"/> and <see cref="Indices"/> without values, by sums of whole numbers, and they
    /// are the states that <see cref="Indices"/> alone would give (see <see cref="FixedPointPanel"/>); null to do without.</summary>
    public FixedPointScales? FixedPoint;

    /// <summary>Receives the sums of rows, without biases, at [panel][sample][column] with <see cref="SumRows"/> samples a panel; null to keep
    /// none. Holds those of the states before the changes, for samples that are <see cref="Relative"/>.</summary>
    public float* Sums;

    /// <summary>See <see cref="Sums"/>.</summary>
    public int SumRows;

    /// <summary>1 for samples whose <see cref="Indices"/> are of the units that were turned on since their sums were computed, and
    /// <see cref="Off"/> of those that were turned off; null when there are none.</summary>
    public int* Relative;

    /// <summary>See <see cref="Relative"/>.</summary>
    public UnitLists? Off;

    /// <summary>Receives x.</summary>
    public float* Activations;

    /// <summary>Receives p times <see cref="ProbabilityScale"/>.</summary>
    public float* Probabilities;

    /// <summary>What p is multiplied with before it is stored.</summary>
    public float ProbabilityScale;

    /// <summary>The number of samples that a panel of <see cref="Activations"/>, <see cref="Probabilities"/> and <see cref="Projections"/>
    /// has room for.</summary>
    public int ResultRows;

    /// <summary>The sample of the results at which this batch begins.</summary>
    public int FirstResultRow;

    /// <summary>Receives one bit a unit at [panel][sample]; a panel has room for <see cref="StateRows"/> samples.</summary>
    public uint* States;

    /// <summary>See <see cref="States"/>.</summary>
    public int StateRows;

    /// <summary>The numbers that states are drawn with: row <see cref="FirstRandomRow"/> + sample, draw = unit.</summary>
    public Philox Random;

    /// <summary>See <see cref="Random"/>.</summary>
    public ulong FirstRandomRow;

    /// <summary>A vector of the computed layer, padded; needed for <see cref="Projections"/>.</summary>
    public float* Direction;

    /// <summary>Receives, at [panel][sample], the inner product of the stored probabilities with <see cref="Direction"/>.</summary>
    public float* Projections;

    /// <summary>The greatest length of a list, and the mean one.</summary>
    public readonly (int Greatest, float Mean) Counts()
    {
        long sum = 0;
        int greatest = 0;
        for (int sample = 0; sample < Samples; sample++)
        {
            sum += Count[sample];
            greatest = Math.Max(greatest, Count[sample]);
        }
        return (greatest, (float)((double)sum / Math.Max(1, Samples)));
    }

    /// <summary>Draws states by sums of whole numbers where that is faster; after the lists are set.</summary>
    /// <param name="given">The states that the lists are of.</param>
    /// <param name="scales">The scales of the weights.</param>
    public void SetFixedPoint(StateBits given, FixedPointScales scales)
    {
        GivenStates = given;
        FixedPoint = scales;
    }

    /// <summary>Keeps sums, and takes those of relative samples.</summary>
    public void SetSums(StateChanges changes)
    {
        Sums = changes.Sums;
        SumRows = changes.Rows;
        Relative = changes.Relative;
        Off = changes.Off;
    }

    /// <summary>Sets the given layer.</summary>
    public void SetGiven(UnitLists given)
    {
        Samples = given.Samples;
        Indices = given.Indices;
        Values = given.Values;
        Start = given.Start;
        Count = given.Count;
    }
}
