using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>A machine in training: its parameters, its chains and the working memory of one update. Nothing is allocated in an
/// update.</summary>
internal sealed unsafe class BoltzmannUpdate
{
    /// <summary>The share by which the hidden offsets move towards the data's hidden means in each update.</summary>
    private const float HiddenOffsetRate = 0.01f;

    private const int SmallestBatchForSubsets = 40;

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
    private readonly UnitLists _hiddenLists;
    private readonly UnitLists _visibleLists;
    private readonly AlignedBuffer<float> _table;
    private readonly AlignedBuffer<float> _hidden;
    private uint _gibbsSteps;

    /// <summary>Makes a machine with small random weights.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="visibleMeans">The data's means: visible biases start at the logits of the clipped means, and visible units are centred
    /// there.</param>
    /// <param name="grey">Whether data have values other than 0 and 1.</param>
    /// <param name="kernels">The kernels; all give the same bits.</param>
    /// <param name="zeroVisibleBias">Starts visible biases at zero instead.</param>
    public BoltzmannUpdate(
        RestrictedBoltzmannMachineSettings settings, ReadOnlySpan<float> visibleMeans, bool grey, BoltzmannKernels kernels,
        bool zeroVisibleBias)
    {
        _settings = settings;
        _kernels = kernels;
        _persistent = settings.Algorithm == BoltzmannAlgorithm.PersistentContrastiveDivergence;
        _visibleUnits = visibleMeans.Length;
        _batchSize = settings.BatchSize;
        int hiddenUnits = settings.NumberOfHiddenUnits;

        _weights = new PanelMatrix(_visibleUnits, hiddenUnits);
        _transpose = new PanelMatrix(hiddenUnits, _visibleUnits);
        _velocity = settings.Momentum == 0 ? null : new PanelMatrix(_visibleUnits, hiddenUnits);
        _visible = new VisibleUpdate(settings, visibleMeans, grey, _weights.Panels, zeroVisibleBias);
        int paddedHidden = _weights.PaddedColumns;
        _hiddenBias = new AlignedBuffer<float>(paddedHidden);
        _hiddenBiasVelocity = new AlignedBuffer<float>(paddedHidden);
        _hiddenOffset = new AlignedBuffer<float>(paddedHidden);

        _hiddenRows = 2 * _batchSize;
        _hidden = new AlignedBuffer<float>((long)_hiddenRows * paddedHidden);
        _hiddenStates = new StateBits(_batchSize, hiddenUnits);
        _visibleStates = new StateBits(_batchSize, _visibleUnits);
        _hiddenLists = new UnitLists(_batchSize, (long)_batchSize * StateBits.ListCapacity(hiddenUnits), withValues: false);
        _visibleLists = new UnitLists(_batchSize, (long)_batchSize * StateBits.ListCapacity(_visibleUnits), withValues: false);
        int tableRows = SubsetSums.Groups(_hiddenRows) * SubsetSums.Subsets;
        _table = new AlignedBuffer<float>((long)tableRows * PanelMatrix.PanelWidth);

        if (settings.Centered)
            _hiddenOffset.Span[..hiddenUnits].Fill(0.5f);
        DrawWeights();
        if (_persistent)
            _hiddenStates.FillWithNoise(new Philox(settings.Seed, RandomStream.ChainStart), 0);
        LiveModel = new RestrictedBoltzmannMachine(_weights, _transpose, _visible.Bias, _hiddenBias);
    }

    /// <summary>The machine in training: it changes with every update.</summary>
    public RestrictedBoltzmannMachine LiveModel { get; }

    /// <summary>A copy of the machine as it is.</summary>
    public RestrictedBoltzmannMachine CopyModel()
    {
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
    public void Step(UnitLists data, float learningRate)
    {
        int dataRows = data.Samples;
        int modelRows = _persistent ? _batchSize : dataRows;
        HiddenGivenData(data);
        for (int step = 1; step <= _settings.NumberOfGibbsSteps; step++)
            GibbsStep(dataRows, modelRows, last: step == _settings.NumberOfGibbsSteps);

        _visible.SetRows(data, _visibleLists);
        float offsetDifference = _visible.Project(data, _visibleLists);
        _visible.UpdateBias(dataRows, modelRows, _hiddenOffset.Span, learningRate);
        var stage = new GradientStage
        {
            Weights = _weights,
            Transpose = _transpose,
            Velocity = _velocity,
            HiddenBias = _hiddenBias.Pointer,
            HiddenBiasVelocity = _hiddenBiasVelocity.Pointer,
            Hidden = _hidden.Pointer,
            HiddenRows = _hiddenRows,
            Table = _table.Pointer,
            DataRows = dataRows,
            UsedRows = dataRows + modelRows,
            HiddenOffset = _hiddenOffset.Pointer,
            HiddenOffsetRate = _settings.Centered ? HiddenOffsetRate : 0,
            VisibleOffsetDifference = offsetDifference,
            LearningRate = learningRate,
            Momentum = _settings.Momentum,
            WeightDecay = _settings.WeightDecay,
        };
        _visible.AddTo(ref stage);
        _kernels.Update(stage, 0, _weights.Panels);
        GC.KeepAlive(this);
    }

    /// <summary>Whether every bias is a finite number; a weight that is not makes the biases follow in the next update.</summary>
    public bool BiasesAreFinite()
        => !ContainsNonFinite(_hiddenBias.Span) && !ContainsNonFinite(_visible.Bias.Span);

    /// <summary>The largest magnitude of a weight or bias; infinite when one is not a number.</summary>
    public double LargestMagnitude()
    {
        double largest = 0;
        for (int panel = 0; panel < _weights.Panels; panel++)
            largest = Math.Max(largest, Largest(new ReadOnlySpan<float>(_weights.Panel(panel), _weights.Rows * PanelMatrix.PanelWidth)));
        largest = Math.Max(largest, Math.Max(Largest(_hiddenBias.Span), Largest(_visible.Bias.Span)));
        return double.IsNaN(largest) ? double.PositiveInfinity : largest;

        static float Largest(ReadOnlySpan<float> values) => MathF.Abs(System.Numerics.Tensors.TensorPrimitives.MaxMagnitude(values));
    }

    private static bool ContainsNonFinite(ReadOnlySpan<float> values)
    {
        // x - x is 0 for a finite number and NaN otherwise.
        float sum = 0;
        foreach (float value in values)
            sum += value - value;
        return sum != 0;
    }

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

    /// <summary>p(h | v) of the data; contrastive divergence also draws the states that its chains start from.</summary>
    private void HiddenGivenData(UnitLists data)
    {
        ConditionalStage stage = HiddenStage(drawStates: !_persistent);
        stage.SetGiven(data);
        stage.ProbabilityScale = 1;
        _kernels.Conditional(stage, 0, _weights.Panels);
    }

    /// <summary>Visible states given the chains' hidden states, then p(h | v), at the last step kept for the gradient.</summary>
    private void GibbsStep(int dataRows, int modelRows, bool last)
    {
        _hiddenStates.CopyTo(modelRows, _hiddenLists);
        var visibleStage = new ConditionalStage
        {
            Weights = _transpose,
            Bias = _visible.Bias.Pointer,
            States = _visibleStates.Words,
            StateRows = _visibleStates.Rows,
            Random = new Philox(_settings.Seed, RandomStream.TrainingVisible),
            FirstRandomRow = NextRandomRow(),
        };
        visibleStage.SetGiven(_hiddenLists);
        if (SubsetsPay(modelRows))
            visibleStage.GivenStates = _hiddenStates;
        _kernels.Conditional(visibleStage, 0, _transpose.Panels);

        _visibleStates.CopyTo(modelRows, _visibleLists);
        ConditionalStage stage = HiddenStage(drawStates: _persistent || !last);
        stage.SetGiven(_visibleLists);
        stage.FirstResultRow = dataRows;
        stage.ProbabilityScale = -(float)dataRows / modelRows;
        if (!last)
            stage.Probabilities = null;
        _kernels.Conditional(stage, 0, _weights.Panels);
    }

    /// <summary>Whether tables of subset sums are faster than lists: they take the time of a third of the units being on, and their filling
    /// needs a number of chains to be shared by. The states alone decide, so that every machine decides alike.</summary>
    private bool SubsetsPay(int modelRows)
    {
        if (modelRows < SmallestBatchForSubsets)
            return false;
        long on = 0;
        for (int row = 0; row < modelRows; row++)
            on += _hiddenLists.Count[row];
        return 3 * on > (long)modelRows * _hiddenStates.Units;
    }

    private ConditionalStage HiddenStage(bool drawStates) => new()
    {
        Weights = _weights,
        Bias = _hiddenBias.Pointer,
        Probabilities = _hidden.Pointer,
        ResultRows = _hiddenRows,
        States = drawStates ? _hiddenStates.Words : null,
        StateRows = _hiddenStates.Rows,
        Random = new Philox(_settings.Seed, RandomStream.TrainingHidden),
        FirstRandomRow = NextRandomRow(),
        Direction = _hiddenOffset.Pointer,
        Projections = _settings.Centered ? _visible.HiddenProjections : null,
    };

    private ulong NextRandomRow() => (ulong)_gibbsSteps++ << 32;
}
