using System.Diagnostics;
using MlNetGenerative.Core.Numerics;
using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>A machine in training: its parameters, its chains and the working memory of one update. Nothing is allocated in an
/// update.</summary>
/// <remarks>Each thread of a team works on panels of hidden units, panels of visible units and rows of its own. What one thread needs of
/// another was finished before the last meeting, and each result is computed by one thread in the same way whatever the number of
/// threads.</remarks>
internal sealed unsafe partial class BoltzmannUpdate
{
    /// <summary>The share by which the hidden offsets move towards the data's hidden means in each update.</summary>
    private const float HiddenOffsetRate = 0.01f;

    private readonly RestrictedBoltzmannMachineSettings _settings;
    private readonly BoltzmannKernels _kernels;
    private readonly bool _persistent;
    private readonly int _visibleUnits;
    private readonly int _batchSize;
    private readonly int _hiddenRows;

    private readonly PanelMatrix _weights;
    private readonly PanelMatrix _transpose;
    private readonly PanelMatrix? _velocity;
    private readonly VisibleUpdate _visible;
    private readonly AlignedBuffer<float> _hiddenBias;
    private readonly AlignedBuffer<float> _hiddenBiasVelocity;
    private readonly AlignedBuffer<float> _hiddenOffset;

    private readonly StateBits _hiddenStates;
    private readonly StateBits _visibleStates;
    private readonly StateBits? _dataStates;
    private readonly UnitLists _hiddenLists;
    private readonly UnitLists _visibleLists;
    private readonly StateChanges _hiddenChanges;
    private readonly StateChanges _visibleChanges;
    private readonly UnitLists? _lastVisibleLists;
    private readonly FixedPointScales _fixedPoint;
    private readonly AlignedBuffer<float> _hidden;

    private readonly ThreadTeam _team;
    private readonly ThreadChoice? _choice;
    private readonly Action<int> _work;
    private UnitLists? _data;
    private float _learningRate;
    private float _momentum;
    private int _gibbsSteps;
    private readonly UpdatePenalties? _penalties;
    private readonly AdamRule? _adam;
    private readonly HiddenDropout? _dropout;
    private readonly TemperedChains? _tempered;
    private readonly float[] _means;
    private uint _draws;

    /// <summary>Makes a machine with small random weights.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="visibleMeans">The data's means: visible biases start at the logits of the clipped means unless the settings say otherwise, and
    /// visible units are centred there.</param>
    /// <param name="grey">Whether data have values other than 0 and 1.</param>
    /// <param name="kernels">The kernels; all give the same bits.</param>
    /// <param name="team">The threads that do the work, all with the same result; null for the calling one alone.</param>
    /// <param name="chooseThreads">Whether fewer threads of the team work while that is faster.</param>
    public BoltzmannUpdate(
        RestrictedBoltzmannMachineSettings settings, ReadOnlySpan<float> visibleMeans, bool grey, BoltzmannKernels kernels,
        ThreadTeam? team = null, bool chooseThreads = false)
    {
        _settings = settings;
        _kernels = kernels;
        _persistent = settings.Algorithm != BoltzmannAlgorithm.ContrastiveDivergence;
        _visibleUnits = visibleMeans.Length;
        _batchSize = settings.BatchSize;
        _team = team ?? new ThreadTeam(1);
        _choice = chooseThreads ? new ThreadChoice(_team.Threads) : null;
        _work = Work;
        _penalties = UpdatePenalties.Of(settings);
        int hiddenUnits = settings.NumberOfHiddenUnits;

        _weights = new PanelMatrix(_visibleUnits, hiddenUnits);
        _transpose = new PanelMatrix(hiddenUnits, _visibleUnits);
        bool adam = settings.UpdateRule == BoltzmannUpdateRule.Adam;
        bool moves = settings.Momentum != 0 || (settings.FinalMomentum ?? 0) != 0;
        _velocity = moves || adam ? new PanelMatrix(_visibleUnits, hiddenUnits) : null;
        _visible = new VisibleUpdate(settings, visibleMeans, grey, _weights.Panels, _team.Threads);
        int paddedHidden = _weights.PaddedColumns;
        _hiddenBias = new AlignedBuffer<float>(paddedHidden);
        _hiddenBiasVelocity = new AlignedBuffer<float>(paddedHidden);
        _hiddenOffset = new AlignedBuffer<float>(paddedHidden);

        _hiddenRows = SamplePairs.RowsOf(_batchSize);
        _hidden = new AlignedBuffer<float>((long)_hiddenRows * paddedHidden);
        _hiddenStates = new StateBits(_batchSize, hiddenUnits);
        _visibleStates = new StateBits(_batchSize, _visibleUnits);
        _dataStates = grey ? null : new StateBits(_batchSize, _visibleUnits);
        _hiddenLists = new UnitLists(_batchSize, (long)_batchSize * StateBits.ListCapacity(hiddenUnits), withValues: false);
        _visibleLists = new UnitLists(_batchSize, (long)_batchSize * StateBits.ListCapacity(_visibleUnits), withValues: false);
        _hiddenChanges = new StateChanges(_batchSize, hiddenUnits, _visibleUnits);
        _visibleChanges = new StateChanges(_batchSize, _visibleUnits, hiddenUnits);
        if (settings.Centered || settings.Algorithm == BoltzmannAlgorithm.ParallelTempering)
            _lastVisibleLists = new UnitLists(_batchSize, (long)_batchSize * StateBits.ListCapacity(_visibleUnits), withValues: false);

        _fixedPoint = new FixedPointScales(_transpose);
        if (settings.Centered)
            _hiddenOffset.Span[..hiddenUnits].Fill(0.5f);
        DrawWeights();
        if (_persistent)
            _hiddenStates.FillWithNoise(new Philox(settings.Seed, RandomStream.ChainStart), 0);
        LiveModel = new RestrictedBoltzmannMachine(_weights, _transpose, _visible.Bias, _hiddenBias);
        _means = visibleMeans.ToArray();
        _adam = adam ? new AdamRule(_weights, _visible.Bias.Length) : null;
        _dropout = HiddenDropout.Of(settings, 2 * _batchSize);
        _tempered = TemperedChains.Of(settings, LiveModel);
    }

    /// <summary>The machine in training: it changes with every update.</summary>
    public RestrictedBoltzmannMachine LiveModel { get; }

    /// <summary>The machine that scores rows, as it is now: with all hidden units, where updates leave some out.</summary>
    public RestrictedBoltzmannMachine ScoredModel => _dropout is null ? LiveModel : _dropout.Scale(LiveModel, _means);

    /// <summary>The chains at temperatures above 1, or null.</summary>
    public TemperedChains? Tempered => _tempered;

    /// <summary>A copy of <see cref="ScoredModel"/>.</summary>
    public RestrictedBoltzmannMachine CopyModel()
    {
        if (_dropout is not null)
            return ScoredModel;
        var visibleBias = new AlignedBuffer<float>(_visible.Bias.Length);
        var hiddenBias = new AlignedBuffer<float>(_hiddenBias.Length);
        _visible.Bias.Span.CopyTo(visibleBias.Span);
        _hiddenBias.Span.CopyTo(hiddenBias.Span);
        return new RestrictedBoltzmannMachine(_weights.Clone(), _transpose.Clone(), visibleBias, hiddenBias);
    }

    /// <summary>Makes one update.</summary>
    /// <param name="data">The rows of the batch, one to the batch size; with persistent chains all of them take part in the model's
    /// side.</param>
    /// <param name="learningRate">The learning rate of this update.</param>
    /// <param name="momentum">The momentum of this update; null for that of the settings.</param>
    /// <param name="gibbsSteps">The Gibbs steps of this update; null for those of the settings.</param>
    public void Step(UnitLists data, float learningRate, float? momentum = null, int? gibbsSteps = null)
    {
        int modelRows = ModelRows(data);
        _data = data;
        _learningRate = learningRate;
        _momentum = momentum ?? _settings.Momentum;
        _gibbsSteps = gibbsSteps ?? _settings.NumberOfGibbsSteps;
        _hiddenLists.SetFixedCapacity(modelRows, StateBits.ListCapacity(_hiddenStates.Units));
        _visibleLists.SetFixedCapacity(modelRows, StateBits.ListCapacity(_visibleUnits));
        _lastVisibleLists?.SetFixedCapacity(modelRows, StateBits.ListCapacity(_visibleUnits));
        _hiddenChanges.Begin(modelRows);
        _visibleChanges.Begin(modelRows);
        _visible.Begin(data, _hiddenOffset.Span);
        _adam?.Begin(learningRate);
        long start = Stopwatch.GetTimestamp();
        _team.Run(_choice?.Next ?? _team.Threads, _work);
        _choice?.Took(Stopwatch.GetTimestamp() - start);
        _draws += 1 + 2 * (uint)_gibbsSteps;
        GC.KeepAlive(this);
    }

    private int ModelRows(UnitLists data) => _persistent ? _batchSize : data.Samples;

    /// <summary>A thread's part of an update.</summary>
    private void Work(int thread)
    {
        UnitLists data = _data!;
        int modelRows = ModelRows(data);
        (int fromRow, int toRow) = _team.Share(modelRows, thread);

        // Persistent chains go on from states that are known; others start from states that the data's part draws.
        if (_dropout is not null)
            DrawDropout(data.Samples, modelRows, thread);
        (int fromDataRow, int toDataRow) = _team.Share(data.Samples, thread);
        _dataStates?.Set(data, fromDataRow, toDataRow);
        (int fromPanel, int toPanel) = _team.Share(_weights.Panels, thread);
        if (_persistent)
            ListHidden(0, fromRow, toRow);
        else
            HiddenGivenData(data, fromPanel, toPanel);
        if (_tempered is not null)
        {
            (int from, int to) = _team.Share(_tempered.HotTemperatures, thread);
            _tempered.Step(from, to, _gibbsSteps, _draws);
        }
        _team.Meet();
        for (int step = 0; step < _gibbsSteps; step++)
        {
            if (step > 0 || !_persistent)
            {
                ListHidden(step, fromRow, toRow);
                _team.Meet();
            }
            VisibleGivenHidden(modelRows, step, thread);
            _team.Meet();
            ListVisible(step, fromRow, toRow);
            _team.Meet();
            if (step == _gibbsSteps - 1)
                CollectVisible(data, thread);
            if (step < _gibbsSteps - 1 || !LastHiddenWithUpdate)
                HiddenGivenVisible(data.Samples, modelRows, step, fromPanel, toPanel);
            _team.Meet();
        }
        if (_tempered is not null)
        {
            _tempered.Swap(_hiddenStates, _lastVisibleLists!, fromRow, toRow, _draws);
            _team.Meet();   // energies depend on the parameters
        }
        UpdatePanels(data, modelRows, thread);
        if (_settings.Centered)
            _team.Meet();   // the offset of visible biases depends on all hidden units
        UpdateVisibleBias(data.Samples, modelRows, thread);
    }

    /// <summary>The smallest share of accepted swaps of neighbouring temperatures since this was last asked; null without tempering, or without a swap
    /// proposed.</summary>
    public double? TakeSwapAcceptance() => _tempered?.TakeSwapAcceptance() is { } share && !double.IsNaN(share) ? share : null;

    /// <summary>Whether every bias is a finite number; a weight that is not makes the biases follow in the next update.</summary>
    public bool BiasesAreFinite()
        => float.IsFinite(Largest(_hiddenBias.Span)) && float.IsFinite(Largest(_visible.Bias.Span));

    /// <summary>The largest magnitude of a weight or bias; infinite when one is not a number.</summary>
    public double LargestMagnitude()
    {
        double largest = 0;
        for (int panel = 0; panel < _weights.Panels; panel++)
            largest = Math.Max(largest, Largest(new ReadOnlySpan<float>(_weights.Panel(panel), _weights.Rows * PanelMatrix.PanelWidth)));
        largest = Math.Max(largest, Math.Max(Largest(_hiddenBias.Span), Largest(_visible.Bias.Span)));
        return double.IsNaN(largest) ? double.PositiveInfinity : largest;
    }

    /// <summary>The largest magnitude; NaN when an entry is.</summary>
    private static float Largest(ReadOnlySpan<float> values) => MathF.Abs(System.Numerics.Tensors.TensorPrimitives.MaxMagnitude(values));

    private void DrawWeights()
    {
        var random = new Philox(_settings.Seed, RandomStream.InitialWeights);
        int hiddenUnits = _weights.Columns;
        float[] uniforms = new float[2 * hiddenUnits];
        for (int unit = 0; unit < _visibleUnits; unit++)
        {
            // Box and Muller: sqrt(-2 log(1 - u)) cos(2 pi w) is normal.
            random.Fill((ulong)unit, 0, uniforms);
            for (int j = 0; j < hiddenUnits; j++)
            {
                double radius = Math.Sqrt(-2 * Math.Log(1 - (double)uniforms[2 * j]));
                float weight = (float)(radius * Math.Cos(2 * Math.PI * uniforms[2 * j + 1])) * _settings.InitialWeightStandardDeviation;
                _weights[unit, j] = weight;
                _transpose[j, unit] = weight;
            }
        }
    }
}
