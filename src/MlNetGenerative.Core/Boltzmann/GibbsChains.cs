using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>A batch of Gibbs chains of one machine, stepped together; a chain's values depend only on (seed, chain index, step).</summary>
internal sealed unsafe class GibbsChains
{
    private readonly RestrictedBoltzmannMachine _model;
    private readonly ulong _seed;
    private readonly ulong _firstChain;
    private readonly int _count;
    private readonly StateBits _visible;
    private readonly StateBits _hidden;
    private readonly UnitLists _visibleLists;
    private readonly UnitLists _hiddenLists;
    private readonly AlignedBuffer<float> _means;
    private readonly FixedPointScales _hiddenScales;
    private readonly FixedPointScales _visibleScales;
    private uint _steps;

    /// <summary>Makes chains, not yet started: all visible units are off.</summary>
    /// <param name="model">The machine.</param>
    /// <param name="seed">The seed of all chains.</param>
    /// <param name="firstChain">The index of the first chain; all indices are below 2^32.</param>
    /// <param name="count">The number of chains, at least 1.</param>
    public GibbsChains(RestrictedBoltzmannMachine model, ulong seed, long firstChain, int count)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfNegative(firstChain);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstChain + count, 1L << 32, nameof(firstChain));
        _model = model;
        _seed = seed;
        _firstChain = (ulong)firstChain;
        _count = count;
        _visible = new StateBits(count, model.NumberOfVisibleUnits);
        _hidden = new StateBits(count, model.NumberOfHiddenUnits);
        _visibleLists = new UnitLists(count, (long)count * StateBits.ListCapacity(model.NumberOfVisibleUnits), withValues: false);
        _hiddenLists = new UnitLists(count, (long)count * StateBits.ListCapacity(model.NumberOfHiddenUnits), withValues: false);
        _means = new AlignedBuffer<float>((long)count * model.Transpose.PaddedColumns);
        _hiddenScales = new FixedPointScales(model.Weights);
        _visibleScales = new FixedPointScales(model.Transpose);
    }

    /// <summary>Starts every chain at visible units that are on with probability one half.</summary>
    public void StartFromNoise()
    {
        _visible.FillWithNoise(new Philox(_seed, RandomStream.GibbsStart), _firstChain);
        _steps = 0;
    }

    /// <summary>Starts one chain at a row; a grey value is on with the probability it gives.</summary>
    /// <param name="chain">The chain, 0 to count - 1.</param>
    /// <param name="indices">The row's columns.</param>
    /// <param name="values">The row's values in [0, 1].</param>
    public void StartFrom(int chain, ReadOnlySpan<int> indices, ReadOnlySpan<float> values)
    {
        CheckChain(chain);
        if (indices.Length != values.Length)
            throw new ArgumentException($"There are {indices.Length} indices, but {values.Length} values.", nameof(values));
        var random = new Philox(_seed, RandomStream.GibbsStart);
        for (int unit = 0; unit < _visible.Units; unit++)
            _visible[chain, unit] = false;
        for (int i = 0; i < indices.Length; i++)
        {
            if ((uint)indices[i] >= (uint)_visible.Units)
                throw new ArgumentException($"Index {indices[i]} is not that of one of {_visible.Units} visible units.", nameof(indices));
            _visible[chain, indices[i]] = random.Uniform(_firstChain + (uint)chain, (uint)indices[i]) < values[i];
        }
        _steps = 0;
    }

    /// <summary>Takes full Gibbs steps (hidden given visible, then visible given hidden) with every chain.</summary>
    /// <param name="steps">How many.</param>
    public void Step(int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            _steps++;
            ulong row = (ulong)_steps << 32 | _firstChain;
            _visible.CopyTo(_count, _visibleLists);
            var hiddenStage = new ConditionalStage
            {
                Weights = _model.Weights,
                Bias = _model.HiddenBias.Pointer,
                States = _hidden.Words,
                StateRows = _hidden.Rows,
                Random = new Philox(_seed, RandomStream.GibbsHidden),
                FirstRandomRow = row,
            };
            hiddenStage.SetGiven(_visibleLists);
            hiddenStage.SetFixedPoint(_visible, _hiddenScales);
            BoltzmannKernels.Best.Conditional(hiddenStage, 0, _model.Weights.Panels);

            _hidden.CopyTo(_count, _hiddenLists);
            var visibleStage = new ConditionalStage
            {
                Weights = _model.Transpose,
                Bias = _model.VisibleBias.Pointer,
                States = _visible.Words,
                StateRows = _visible.Rows,
                Random = new Philox(_seed, RandomStream.GibbsVisible),
                FirstRandomRow = row,
                Probabilities = step == steps - 1 ? _means.Pointer : null,
                ProbabilityScale = 1,
                ResultRows = _count,
            };
            visibleStage.SetGiven(_hiddenLists);
            if (visibleStage.Probabilities is null)
                visibleStage.SetFixedPoint(_hidden, _visibleScales);
            BoltzmannKernels.Best.Conditional(visibleStage, 0, _model.Transpose.Panels);
        }
        GC.KeepAlive(this);
    }

    /// <summary>Copies a chain's visible states, 0 or 1.</summary>
    /// <param name="chain">The chain, 0 to count - 1.</param>
    /// <param name="visible">Receives one entry a visible unit.</param>
    public void CopyStates(int chain, Span<float> visible)
    {
        CheckChain(chain);
        CheckLength(visible.Length);
        for (int unit = 0; unit < visible.Length; unit++)
            visible[unit] = _visible[chain, unit] ? 1 : 0;
    }

    /// <summary>Copies p(v | h) of a chain's last step.</summary>
    /// <param name="chain">The chain, 0 to count - 1.</param>
    /// <param name="visible">Receives one entry a visible unit.</param>
    /// <exception cref="InvalidOperationException">No step has been taken since the start.</exception>
    public void CopyMeans(int chain, Span<float> visible)
    {
        CheckChain(chain);
        CheckLength(visible.Length);
        if (_steps == 0)
            throw new InvalidOperationException("A chain has no means before its first step.");
        for (int unit = 0; unit < visible.Length; unit++)
        {
            (int panel, int column) = Math.DivRem(unit, PanelMatrix.PanelWidth);
            visible[unit] = _means.Pointer[((long)panel * _count + chain) * PanelMatrix.PanelWidth + column];
        }
        GC.KeepAlive(this);
    }

    private void CheckChain(int chain)
    {
        if ((uint)chain >= (uint)_count)
            throw new ArgumentOutOfRangeException(nameof(chain), chain, $"There are {_count} chains.");
    }

    private void CheckLength(int length)
    {
        if (length != _visible.Units)
            throw new ArgumentException($"Expected {_visible.Units} entries, one a visible unit, but got {length}.", nameof(length));
    }
}
