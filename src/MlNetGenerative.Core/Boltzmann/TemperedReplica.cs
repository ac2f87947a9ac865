using MlNetGenerative.Core.Boltzmann.Likelihood;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>The chains of a machine at one temperature, with their energies at temperature 1.</summary>
internal sealed unsafe class TemperedReplica
{
    private readonly RestrictedBoltzmannMachine _machine;
    private readonly float _beta;
    private readonly int _chains;
    private readonly StateBits _visibleStates;
    private readonly UnitLists _visible;
    private readonly AlignedBuffer<float> _hiddenActivations;
    private readonly AlignedBuffer<float> _visibleActivations;
    private readonly Philox _hiddenRandom;
    private readonly Philox _visibleRandom;
    private readonly double[] _energies;

    /// <param name="settings">The settings.</param>
    /// <param name="machine">The machine in training.</param>
    /// <param name="temperature">The number of the temperature; chains at number 0 are held elsewhere, and only measured here.</param>
    /// <param name="beta">The inverse temperature.</param>
    public TemperedReplica(RestrictedBoltzmannMachineSettings settings, RestrictedBoltzmannMachine machine, int temperature, float beta)
    {
        _machine = machine;
        _beta = beta;
        _chains = settings.BatchSize;
        bool moves = temperature > 0;
        Hidden = new StateBits(moves ? _chains : 0, machine.NumberOfHiddenUnits);
        _visibleStates = new StateBits(moves ? _chains : 0, machine.NumberOfVisibleUnits);
        _visible = new UnitLists(_chains, moves ? (long)_chains * StateBits.ListCapacity(machine.NumberOfVisibleUnits) : 0, withValues: false);
        _hiddenActivations = new AlignedBuffer<float>((long)_chains * machine.Weights.PaddedColumns);
        _visibleActivations = new AlignedBuffer<float>(moves ? (long)_chains * machine.Transpose.PaddedColumns : 0);
        uint number = (uint)temperature << 8;
        _hiddenRandom = new Philox(settings.Seed, RandomStream.TemperedHidden + number);
        _visibleRandom = new Philox(settings.Seed, RandomStream.TemperedVisible + number);
        _energies = new double[_chains];
        if (moves)
            Hidden.FillWithNoise(new Philox(settings.Seed, RandomStream.ChainStart), (ulong)temperature << 32);
    }

    /// <summary>Hidden states of the chains.</summary>
    public StateBits Hidden { get; }

    /// <summary>E(v, h) of each chain, in nats.</summary>
    public Span<double> Energies => _energies;

    /// <summary>Takes Gibbs steps (visible given hidden, hidden given visible) with every chain, and computes their energies.</summary>
    /// <param name="steps">Gibbs steps.</param>
    /// <param name="draws">Random draws that were made before.</param>
    public void Step(int steps, uint draws)
    {
        for (int step = 0; step < steps; step++)
        {
            var stage = new ConditionalStage
            {
                Weights = _machine.Transpose,
                Bias = _machine.VisibleBias.Pointer,
                Activations = _visibleActivations.Pointer,
                ResultRows = _chains,
                Samples = _chains,
                GivenStates = Hidden,
            };
            BoltzmannKernels.Best.Conditional(stage, 0, _machine.Transpose.Panels);
            Draw(_visibleActivations, _visibleStates, _visible, _visibleRandom, draws + 1 + 2 * (uint)step);
            ComputeHiddenActivations(_visible, 0, _chains);
            Draw(_hiddenActivations, Hidden, null, _hiddenRandom, draws + 2 + 2 * (uint)step);
        }
        ComputeEnergies(Hidden, _visible, 0, _chains);
    }

    /// <summary>Computes the energies of chains in [from, to), whose states are held elsewhere.</summary>
    public void MeasureEnergies(StateBits hidden, UnitLists visible, int from, int to)
    {
        ComputeHiddenActivations(visible, from, to);
        ComputeEnergies(hidden, visible, from, to);
    }

    private void ComputeHiddenActivations(UnitLists visible, int from, int to)
    {
        var stage = new ConditionalStage
        {
            Weights = _machine.Weights,
            Bias = _machine.HiddenBias.Pointer,
            Activations = _hiddenActivations.Pointer,
            ResultRows = _chains,
            FirstResultRow = from,
            Samples = to - from,
            Indices = visible.Indices,
            Start = visible.Start + from,
            Count = visible.Count + from,
        };
        BoltzmannKernels.Best.Conditional(stage, 0, _machine.Weights.Panels);
    }

    private void Draw(AlignedBuffer<float> activations, StateBits states, UnitLists? lists, Philox random, uint draw)
        => AnnealingKernels.Best.Sample(
            new AnnealedLayer
            {
                Activations = activations.Pointer,
                Rows = _chains,
                Chains = _chains,
                Units = states.Units,
                States = states,
                On = lists,
                Random = random,
                FirstRandomRow = (ulong)draw << 32,
            },
            _beta);

    /// <summary>E(v, h) = -a·v - sum over j of h_j x_j, with x_j = b_j + sum over i of v_i W_ij.</summary>
    private void ComputeEnergies(StateBits hidden, UnitLists visible, int from, int to)
    {
        float* bias = _machine.VisibleBias.Pointer;
        for (int chain = from; chain < to; chain++)
        {
            double sum = 0;
            int* on = visible.Indices + visible.Start[chain];
            for (int i = 0; i < visible.Count[chain]; i++)
                sum += bias[on[i]];
            for (int panel = 0; panel < hidden.Panels; panel++)
            {
                float* x = _hiddenActivations.Pointer + ((long)panel * _chains + chain) * PanelMatrix.PanelWidth;
                for (uint word = hidden.Words[(long)panel * hidden.Rows + chain]; word != 0; word &= word - 1)
                    sum += x[System.Numerics.BitOperations.TrailingZeroCount(word)];
            }
            _energies[chain] = -sum;
        }
    }
}
