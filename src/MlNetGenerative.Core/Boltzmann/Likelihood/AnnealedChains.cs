using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann.Likelihood;

/// <summary>A batch of chains that move along the path of an <see cref="AnnealedMachine"/> together and gather importance weights.</summary>
/// <remarks>
/// <para>A chain stands at visible states v. <see cref="Weigh"/> adds log f_to(v) - log f_from(v) to its weight; <see cref="Step"/> moves it by
/// one Gibbs step (hidden given visible, visible given hidden) that leaves f_beta as it is. A Gibbs step of the visible units is reversible, so
/// the same two operations serve forward and reverse runs.</para>
/// <para>A chain's values depend only on (seed, streams, its index, the number of its step): not on the batch it is in.</para>
/// </remarks>
internal sealed unsafe class AnnealedChains
{
    private readonly AnnealedMachine _path;
    private readonly RestrictedBoltzmannMachine _machine;
    private readonly AnnealingKernels _kernels;
    private readonly BoltzmannKernels _sums;
    private readonly Philox _hiddenRandom;
    private readonly Philox _visibleRandom;
    private readonly uint _firstChain;
    private readonly int _count;
    private readonly int _rows;
    private readonly StateBits _visibleStates;
    private readonly StateBits _hiddenStates;
    private readonly UnitLists _visible;
    private readonly AlignedBuffer<float> _hiddenActivations;
    private readonly AlignedBuffer<float> _visibleActivations;
    private readonly AlignedBuffer<float> _visibleBias;
    private readonly AlignedBuffer<float> _noBias;
    private readonly double[] _logWeights;
    private bool _activationsAreCurrent;
    private uint _steps;

    /// <summary>Makes chains with all visible units off.</summary>
    /// <param name="path">The path.</param>
    /// <param name="seed">The seed of all chains.</param>
    /// <param name="hiddenStream">The stream that hidden states are drawn from.</param>
    /// <param name="visibleStream">The stream that visible states are drawn from.</param>
    /// <param name="firstChain">The index of the first chain.</param>
    /// <param name="count">The number of chains, at least 1.</param>
    /// <param name="width">The width of vectors; all give the same values.</param>
    public AnnealedChains(
        AnnealedMachine path, ulong seed, uint hiddenStream, uint visibleStream, int firstChain, int count, VectorWidth width)
    {
        _path = path;
        _machine = path.Machine;
        _kernels = AnnealingKernels.ForWidth(width);
        _sums = BoltzmannKernels.ForWidth(width);
        _hiddenRandom = new Philox(seed, hiddenStream);
        _visibleRandom = new Philox(seed, visibleStream);
        _firstChain = (uint)firstChain;
        _count = count;
        _rows = count | 1;   // an odd stride spreads the panels of one chain over the cache
        _visibleStates = new StateBits(count, _machine.NumberOfVisibleUnits);
        _hiddenStates = new StateBits(count, _machine.NumberOfHiddenUnits);
        int capacity = StateBits.ListCapacity(_machine.NumberOfVisibleUnits);
        _visible = new UnitLists(count, (long)count * capacity, withValues: false);
        _visible.SetFixedCapacity(count, capacity);
        _hiddenActivations = new AlignedBuffer<float>((long)_rows * _machine.Weights.PaddedColumns);
        _visibleActivations = new AlignedBuffer<float>((long)_rows * _machine.Transpose.PaddedColumns);
        _visibleBias = new AlignedBuffer<float>(_machine.Transpose.PaddedColumns);
        _noBias = new AlignedBuffer<float>(_machine.Transpose.PaddedColumns);
        _logWeights = new double[count];
    }

    /// <summary>The sum of what <see cref="Weigh"/> has added, chain by chain, in nats.</summary>
    public ReadOnlySpan<double> LogWeights => _logWeights;

    /// <summary>The visible units of a chain that are on, ascending.</summary>
    public ReadOnlySpan<int> Visible(int chain) => new(_visible.Indices + _visible.Start[chain], _visible.Count[chain]);

    /// <summary>Draws every chain's visible units from the independent columns at beta = 0.</summary>
    public void StartFromBaseRate(ulong seed)
    {
        _path.VisibleBias(0, _visibleBias.Span);
        _kernels.Sample(VisibleLayer(new Philox(seed, RandomStream.AnnealedStart)), beta: 0);
        Started();
    }

    /// <summary>Sets one chain's visible units.</summary>
    /// <param name="chain">The chain, 0 to count - 1.</param>
    /// <param name="on">The units that are on, ascending.</param>
    public void StartFrom(int chain, ReadOnlySpan<int> on)
    {
        on.CopyTo(new Span<int>(_visible.Indices + _visible.Start[chain], on.Length));
        _visible.Count[chain] = on.Length;
        for (int unit = 0; unit < _visibleStates.Units; unit++)
            _visibleStates[chain, unit] = false;
        foreach (int unit in on)
            _visibleStates[chain, unit] = true;
        Started();
    }

    /// <summary>Adds log f_to(v) - log f_from(v) to each chain's weight.</summary>
    public void Weigh(double from, double to)
    {
        ComputeHiddenActivations();
        _kernels.AddHiddenWeight(HiddenLayer(), from, to, _logWeights);
        ReadOnlySpan<double> difference = _path.BiasDifference;
        for (int chain = 0; chain < _count; chain++)
            _logWeights[chain] += (to - from) * SumOf(difference, Visible(chain));
        GC.KeepAlive(this);
    }

    /// <summary>Moves each chain by one Gibbs step at beta.</summary>
    public void Step(double beta)
    {
        ComputeHiddenActivations();
        _steps++;
        _kernels.Sample(HiddenLayer(), (float)beta);

        var stage = new ConditionalStage
        {
            Weights = _machine.Transpose,
            Bias = _noBias.Pointer,
            Activations = _visibleActivations.Pointer,
            ResultRows = _rows,
            Samples = _count,
            GivenStates = _hiddenStates,
        };
        _sums.Conditional(stage, 0, _machine.Transpose.Panels);
        _path.VisibleBias(beta, _visibleBias.Span);
        _kernels.Sample(VisibleLayer(_visibleRandom), (float)beta);
        _activationsAreCurrent = false;
        GC.KeepAlive(this);
    }

    /// <summary>Writes the free energy of each chain's visible states under the machine, in nats.</summary>
    public void FreeEnergies(Span<double> energies)
    {
        // F(v) = -log f_1(v), and log f_0(v) = a0·v + N log 2.
        double[] saved = [.. _logWeights];
        Array.Clear(_logWeights);
        Weigh(0, 1);
        for (int chain = 0; chain < _count; chain++)
            energies[chain] = -_logWeights[chain] - _path.LogBaseRate(Visible(chain));
        saved.CopyTo(_logWeights, 0);
    }

    private void Started()
    {
        _steps = 0;
        _activationsAreCurrent = false;
    }

    private void ComputeHiddenActivations()
    {
        if (_activationsAreCurrent)
            return;
        var stage = new ConditionalStage
        {
            Weights = _machine.Weights,
            Bias = _machine.HiddenBias.Pointer,
            Activations = _hiddenActivations.Pointer,
            ResultRows = _rows,
            GivenStates = _path.IsDense ? _visibleStates : null,
        };
        stage.SetGiven(_visible);
        _sums.Conditional(stage, 0, _machine.Weights.Panels);
        _activationsAreCurrent = true;
    }

    private ulong FirstRandomRow => (ulong)_steps << 32 | _firstChain;

    private AnnealedLayer HiddenLayer() => new()
    {
        Activations = _hiddenActivations.Pointer,
        Rows = _rows,
        Chains = _count,
        Units = _machine.NumberOfHiddenUnits,
        States = _hiddenStates,
        Random = _hiddenRandom,
        FirstRandomRow = FirstRandomRow,
    };

    private AnnealedLayer VisibleLayer(Philox random) => new()
    {
        Activations = _visibleActivations.Pointer,
        Rows = _rows,
        Chains = _count,
        Units = _machine.NumberOfVisibleUnits,
        Bias = _visibleBias.Pointer,
        States = _visibleStates,
        On = _visible,
        Random = random,
        FirstRandomRow = FirstRandomRow,
    };

    // Four sums, so that an addition need not wait for the one before.
    private static double SumOf(ReadOnlySpan<double> values, ReadOnlySpan<int> indices)
    {
        double sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0;
        int i = 0;
        for (; i + 4 <= indices.Length; i += 4)
        {
            sum0 += values[indices[i]];
            sum1 += values[indices[i + 1]];
            sum2 += values[indices[i + 2]];
            sum3 += values[indices[i + 3]];
        }
        for (; i < indices.Length; i++)
            sum0 += values[indices[i]];
        return (sum0 + sum1) + (sum2 + sum3);
    }
}
