using System.Numerics;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>What changed in the states of a layer from one Gibbs step to the next, so that the other layer's inputs are computed from those of
/// the step before instead of anew.</summary>
/// <remarks>A chain that starts from a digit turns 104 pixels on and differs from it in 30, and its hidden states change by half of what is on:
/// the sums over changes take a third to a half of the additions. Sums are computed anew every 16 steps, so that rounding errors do not add
/// up.</remarks>
internal sealed unsafe class StateChanges
{
    private const int StepsBetweenNewSums = 16;

    private readonly int _units;
    private readonly StateBits _before;
    private readonly AlignedBuffer<float> _sums;
    private readonly AlignedBuffer<int> _relative;

    /// <summary>Makes room.</summary>
    /// <param name="samples">The largest number of samples.</param>
    /// <param name="units">The number of units of the layer whose states change.</param>
    /// <param name="otherUnits">The number of units of the layer that is computed.</param>
    public StateChanges(int samples, int units, int otherUnits)
    {
        _units = units;
        _before = new StateBits(samples, units);
        _sums = new AlignedBuffer<float>((long)samples * PanelMatrix.Pad(otherUnits));
        _relative = new AlignedBuffer<int>(samples);
        Off = new UnitLists(samples, (long)samples * StateBits.ListCapacity(units), withValues: false);
    }

    /// <summary>The units that were turned off, of samples whose sums are relative; empty for others.</summary>
    public UnitLists Off { get; }

    /// <summary>The sums of the other layer's inputs without biases; see <see cref="ConditionalStage.Sums"/>.</summary>
    public float* Sums => _sums.Pointer;

    /// <summary>The samples that <see cref="Sums"/> has room for in each panel.</summary>
    public int Rows => _before.Rows;

    /// <summary>For each sample, whether lists are of what changed since <see cref="Sums"/> were computed: 1 or 0.</summary>
    public int* Relative => _relative.Pointer;

    /// <summary>Begins an update, in which some samples take part.</summary>
    public void Begin(int samples) => Off.SetFixedCapacity(samples, StateBits.ListCapacity(_units));

    /// <summary>Keeps the states of panels in [fromPanel, toPanel) before they change.</summary>
    public void Keep(StateBits states, int fromPanel, int toPanel)
        => states.AllWords[(fromPanel * Rows)..(toPanel * Rows)].CopyTo(_before.AllWords[(fromPanel * Rows)..]);

    /// <summary>Whether the sums of a step may follow from those of the step before.</summary>
    public static bool MayFollow(int step) => step % StepsBetweenNewSums != 0;

    /// <summary>Lists all units that are on, of samples in [from, to).</summary>
    public void ListAll(StateBits states, int from, int to, UnitLists lists)
    {
        states.CopyTo(from, to, lists);
        new Span<int>(Relative + from, to - from).Clear();
        new Span<int>(Off.Count + from, to - from).Clear();
    }

    /// <summary>Lists the units that were turned on or off, of samples in [from, to); of a sample that changed much, all that are on.</summary>
    /// <param name="states">The states.</param>
    /// <param name="before">The states that <see cref="Sums"/> were computed from; null for those that were kept.</param>
    /// <param name="from">The first sample.</param>
    /// <param name="to">The sample behind the last.</param>
    /// <param name="lists">Receives units that were turned on, or that are on.</param>
    public void List(StateBits states, StateBits? before, int from, int to, UnitLists lists)
    {
        before ??= _before;
        for (int sample = from; sample < to; sample++)
        {
            uint* now = states.Words + sample;
            uint* then = before.Words + sample;
            nint rows = states.Rows;
            int on = 0, changed = 0;
            for (nint panel = 0; panel < states.Panels; panel++)
            {
                on += BitOperations.PopCount(now[panel * rows]);
                changed += BitOperations.PopCount(now[panel * rows] ^ then[panel * rows]);
            }
            if (4 * changed > 3 * on)
            {
                ListAll(states, sample, sample + 1, lists);
                continue;
            }
            int* turnedOn = lists.Indices + lists.Start[sample];
            int* turnedOff = Off.Indices + Off.Start[sample];
            for (int panel = 0; panel < states.Panels; panel++)
            {
                uint change = now[panel * rows] ^ then[panel * rows];
                turnedOn += BitIndices.Write(change & now[panel * rows], panel * 32, turnedOn);
                turnedOff += BitIndices.Write(change & then[panel * rows], panel * 32, turnedOff);
            }
            lists.Count[sample] = (int)(turnedOn - (lists.Indices + lists.Start[sample]));
            Off.Count[sample] = (int)(turnedOff - (Off.Indices + Off.Start[sample]));
            Relative[sample] = 1;
        }
    }
}
