using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>The part of an update that is about visible units: in which samples they are on, their means and offsets, and their
/// biases.</summary>
/// <remarks>Methods that take a range work on its units or rows alone, and may run on several threads at once, each with a range of its
/// own.</remarks>
internal sealed unsafe class VisibleUpdate
{
    private readonly int _units;
    private readonly int _hiddenRows;
    private readonly int _hiddenPanels;
    private readonly bool _centered;
    private readonly bool _nesterov;
    private readonly OnSamples _onSamples;
    private readonly GreySamples? _greySamples;
    private readonly AlignedBuffer<float> _bias;
    private readonly AlignedBuffer<float> _biasVelocity;
    private readonly AlignedBuffer<float> _offset;
    private readonly AlignedBuffer<float> _difference;
    private readonly AlignedBuffer<float> _projection;
    private readonly AlignedBuffer<float> _hiddenProjectionOfPanels;
    private readonly AlignedBuffer<float>[] _hiddenProjections;
    private readonly AlignedBuffer<double> _sums;
    private readonly float _offsetSquare;
    private float _hiddenOffsetSquare;

    /// <summary>Starts biases at the logits of the means or at zero, and offsets at the means when the gradient is centred.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="means">The data's means.</param>
    /// <param name="grey">Whether data have values other than 0 and 1.</param>
    /// <param name="hiddenPanels">The number of panels of hidden units.</param>
    /// <param name="threads">The number of threads.</param>
    public VisibleUpdate(
        RestrictedBoltzmannMachineSettings settings, ReadOnlySpan<float> means, bool grey, int hiddenPanels, int threads)
    {
        _units = means.Length;
        _hiddenRows = SamplePairs.RowsOf(settings.BatchSize);
        _hiddenPanels = hiddenPanels;
        _centered = settings.Centered;
        _nesterov = settings.Nesterov;
        int padded = PanelMatrix.Pad(_units);
        _bias = new AlignedBuffer<float>(padded);
        _biasVelocity = new AlignedBuffer<float>(padded);
        _offset = new AlignedBuffer<float>(padded);
        _difference = new AlignedBuffer<float>(padded);
        _projection = new AlignedBuffer<float>(_hiddenRows);
        _hiddenProjectionOfPanels = new AlignedBuffer<float>((long)_hiddenRows * hiddenPanels);
        _hiddenProjections = new AlignedBuffer<float>[threads];
        for (int thread = 0; thread < threads; thread++)
            _hiddenProjections[thread] = new AlignedBuffer<float>(_hiddenRows);
        _sums = new AlignedBuffer<double>(padded);
        _onSamples = new OnSamples(_units, settings.BatchSize, withData: !grey);
        _greySamples = grey ? new GreySamples(_units) : null;

        bool zeroBias = settings.InitialVisibleBias == InitialVisibleBias.Zero;
        double square = 0;
        for (int unit = 0; unit < _units; unit++)
        {
            double mean = IndependentColumns.Clip(means[unit]);
            _bias.Pointer[unit] = zeroBias ? 0 : (float)Math.Log(mean / (1 - mean));
            if (_centered)
            {
                _offset.Pointer[unit] = means[unit];
                square += (double)means[unit] * means[unit];
            }
        }
        _offsetSquare = (float)square;
    }

    /// <summary>a, padded.</summary>
    public AlignedBuffer<float> Bias => _bias;

    /// <summary>The velocity of a, padded.</summary>
    public AlignedBuffer<float> BiasVelocity => _biasVelocity;

    /// <summary>Receives lambda·h of each panel and row; see <see cref="ConditionalStage.Projections"/>.</summary>
    public float* HiddenProjections => _hiddenProjectionOfPanels.Pointer;

    /// <summary>Tells the weights' update what it needs to know.</summary>
    public void AddTo(ref GradientStage stage)
    {
        stage.OnSamples = _onSamples;
        stage.GreySamples = _greySamples;
        stage.VisibleOffset = _offset.Pointer;
        stage.VisibleDifference = _difference.Pointer;
        stage.VisibleProjection = _projection.Pointer;
    }

    /// <summary>Begins an update; before any range is worked on.</summary>
    /// <param name="data">The rows of data.</param>
    /// <param name="hiddenOffset">lambda.</param>
    public void Begin(UnitLists data, ReadOnlySpan<float> hiddenOffset)
    {
        _greySamples?.Reserve(data);
        if (_centered)
            _hiddenOffsetSquare = SumOfSquares(hiddenOffset);
    }

    /// <summary>Finds out in which samples units of panels in [fromPanel, toPanel) are on, and their dv.</summary>
    /// <param name="data">The rows of data.</param>
    /// <param name="dataStates">Their states; null when they are grey.</param>
    /// <param name="model">The states of the model.</param>
    /// <param name="modelRows">The number of rows of the model.</param>
    /// <param name="fromPanel">The first panel.</param>
    /// <param name="toPanel">The panel behind the last.</param>
    public void SetUnits(UnitLists data, StateBits? dataStates, StateBits model, int modelRows, int fromPanel, int toPanel)
    {
        int dataRows = data.Samples;
        int from = fromPanel * PanelMatrix.PanelWidth, to = Math.Min(_units, toPanel * PanelMatrix.PanelWidth);
        _onSamples.Set(dataStates, dataRows, model, modelRows, fromPanel, toPanel);
        _greySamples?.Fill(data, from, to);
        double scale = 1 / ((double)dataRows * modelRows);
        for (int unit = from; unit < to; unit++)
        {
            (int onInData, int onInModel) = _onSamples.CountOn(unit);
            double sumOfData = _greySamples is null ? onInData : _greySamples.Sums[unit];
            _difference.Pointer[unit] = (float)((sumOfData * modelRows - (double)onInModel * dataRows) * scale);
        }
    }

    /// <summary>Computes mu·(v - mu) of rows in [from, to) of some rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="firstRow">The number of the first among all rows, of data and then of the model.</param>
    /// <param name="from">The first row of the range.</param>
    /// <param name="to">The row behind the last.</param>
    public void ProjectRows(UnitLists rows, int firstRow, int from, int to)
    {
        if (!_centered)
            return;
        float* offset = _offset.Pointer;
        for (int sample = from; sample < to; sample++)
        {
            int* indices = rows.Indices + rows.Start[sample];
            float* values = rows.Values is null ? null : rows.Values + rows.Start[sample];
            int count = rows.Count[sample];
            float even = 0, odd = 0;
            int i = 0;
            if (values is null)
            {
                for (; i + 2 <= count; i += 2)
                {
                    even += offset[indices[i]];
                    odd += offset[indices[i + 1]];
                }
                if (i < count)
                    even += offset[indices[i]];
            }
            else
            {
                for (; i + 2 <= count; i += 2)
                {
                    even = MathF.FusedMultiplyAdd(values[i], offset[indices[i]], even);
                    odd = MathF.FusedMultiplyAdd(values[i + 1], offset[indices[i + 1]], odd);
                }
                if (i < count)
                    even = MathF.FusedMultiplyAdd(values[i], offset[indices[i]], even);
            }
            _projection.Pointer[firstRow + sample] = even + odd - _offsetSquare;
        }
    }

    /// <summary>mu·dv; when all units are set.</summary>
    public float OffsetDifference()
    {
        if (!_centered)
            return 0;
        double sum = 0;
        for (int unit = 0; unit < _units; unit++)
            sum += (double)_difference.Pointer[unit] * _offset.Pointer[unit];
        return (float)sum;
    }

    /// <summary>Updates a in [from, to), when all units are set and lambda·h of all rows is known.</summary>
    /// <remarks>da = dv - dW lambda, with (dW lambda)_i = &lt;v_i lambda·(h - lambda)&gt;_data - &lt;v_i lambda·(h - lambda)&gt;_model -
    /// mu_i (lambda·dh).</remarks>
    /// <param name="dataRows">The number of rows of data.</param>
    /// <param name="modelRows">The number of rows of the model.</param>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="momentum">The momentum.</param>
    /// <param name="adam">Makes the step from the gradient; null for momentum.</param>
    /// <param name="thread">The thread; each has working memory of its own.</param>
    /// <param name="from">The first unit.</param>
    /// <param name="to">The unit behind the last.</param>
    public void UpdateBias(int dataRows, int modelRows, float learningRate, float momentum, AdamRule? adam, int thread, int from, int to)
    {
        double offsetDifference = 0;
        if (_centered)
        {
            int rows = dataRows + modelRows;
            float* projection = _hiddenProjections[thread].Pointer;
            SumProjections(rows, projection);
            float modelSquare = -_hiddenOffsetSquare * dataRows / modelRows;
            for (int row = 0; row < rows; row++)
            {
                offsetDifference += projection[row];
                projection[row] -= row < dataRows ? _hiddenOffsetSquare : modelSquare;
            }
            offsetDifference /= dataRows;

            // The sum of lambda·(h - lambda) over the rows in which a unit is on; those of the model come negated.
            _onSamples.AddPairs(projection, dataRows, modelRows);
            _onSamples.Sum(projection, _sums.Pointer, from, to);
            _greySamples?.AddProducts(projection, _sums.Pointer, from, to);
        }

        for (int unit = from; unit < to; unit++)
        {
            float change = _difference.Pointer[unit];
            if (_centered)
            {
                double projected = (_sums.Pointer[unit] / dataRows) - _offset.Pointer[unit] * offsetDifference;
                change = (float)(change - projected);
            }
            if (adam is not null)
            {
                _biasVelocity.Pointer[unit] = change;
                continue;
            }
            change *= learningRate;
            float velocity = MathF.FusedMultiplyAdd(momentum, _biasVelocity.Pointer[unit], change);
            _biasVelocity.Pointer[unit] = velocity;
            _bias.Pointer[unit] += _nesterov ? MathF.FusedMultiplyAdd(momentum, velocity, change) : velocity;
        }
        adam?.StepVisibleBias(_bias.Span[from..to], _biasVelocity.Span[from..to], from);
    }

    private static float SumOfSquares(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
            sum += (double)value * value;
        return (float)sum;
    }

    /// <summary>The sum over the panels of each row's lambda·h.</summary>
    private void SumProjections(int rows, float* sums)
    {
        var all = new Span<float>(sums, rows);
        all.Clear();
        for (int panel = 0; panel < _hiddenPanels; panel++)
        {
            var ofPanel = new ReadOnlySpan<float>(_hiddenProjectionOfPanels.Pointer + (long)panel * _hiddenRows, rows);
            System.Numerics.Tensors.TensorPrimitives.Add(all, ofPanel, all);
        }
    }
}
