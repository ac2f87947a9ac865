using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>The part of an update that is about visible units: in which samples they are on, their means and offsets, and their
/// biases.</summary>
internal sealed unsafe class VisibleUpdate
{
    private readonly int _units;
    private readonly int _hiddenRows;
    private readonly int _hiddenPanels;
    private readonly bool _centered;
    private readonly float _momentum;
    private readonly SampleSubsets _onSamples;
    private readonly GreySamples? _greySamples;
    private readonly AlignedBuffer<float> _bias;
    private readonly AlignedBuffer<float> _biasVelocity;
    private readonly AlignedBuffer<float> _offset;
    private readonly AlignedBuffer<float> _difference;
    private readonly AlignedBuffer<float> _projection;
    private readonly AlignedBuffer<float> _hiddenProjection;
    private readonly AlignedBuffer<float> _hiddenProjectionOfPanels;
    private readonly AlignedBuffer<float> _projectionTable;
    private readonly float _offsetSquare;

    /// <summary>Starts biases at the logits of the means, and offsets at the means when the gradient is centred.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="means">The data's means.</param>
    /// <param name="grey">Whether data have values other than 0 and 1.</param>
    /// <param name="hiddenPanels">The number of panels of hidden units.</param>
    /// <param name="zeroBias">Starts biases at zero instead.</param>
    public VisibleUpdate(
        RestrictedBoltzmannMachineSettings settings, ReadOnlySpan<float> means, bool grey, int hiddenPanels, bool zeroBias)
    {
        _units = means.Length;
        _hiddenRows = 2 * settings.BatchSize;
        _hiddenPanels = hiddenPanels;
        _centered = settings.Centered;
        _momentum = settings.Momentum;
        int padded = PanelMatrix.Pad(_units);
        _bias = new AlignedBuffer<float>(padded);
        _biasVelocity = new AlignedBuffer<float>(padded);
        _offset = new AlignedBuffer<float>(padded);
        _difference = new AlignedBuffer<float>(padded);
        _projection = new AlignedBuffer<float>(_hiddenRows);
        _hiddenProjection = new AlignedBuffer<float>(_hiddenRows + SubsetSums.GroupSize);
        _hiddenProjectionOfPanels = new AlignedBuffer<float>((long)_hiddenRows * hiddenPanels);
        _projectionTable = new AlignedBuffer<float>(SubsetSums.Groups(_hiddenRows) * SubsetSums.Subsets);
        _onSamples = new SampleSubsets(_units, _hiddenRows);
        _greySamples = grey ? new GreySamples(_units) : null;

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

    /// <summary>Takes the rows of data and model.</summary>
    public void SetRows(UnitLists data, UnitLists model)
    {
        _onSamples.Clear();
        if (_greySamples is null)
            _onSamples.Add(data, 0);
        else
            _greySamples.Fill(data);
        _onSamples.Add(model, data.Samples);
        _onSamples.Finish();
    }

    /// <summary>Computes dv and, for each row of data and model, mu·(v - mu); returns mu·dv.</summary>
    /// <param name="data">The rows of data.</param>
    /// <param name="model">The rows of the model.</param>
    public float Project(UnitLists data, UnitLists model)
    {
        int dataRows = data.Samples;
        int modelRows = model.Samples;
        float* difference = _difference.Pointer;
        for (int unit = 0; unit < _units; unit++)
        {
            double onInData = _onSamples.CountOn(unit, 0, dataRows);
            if (_greySamples is not null)
                for (int i = _greySamples.Start[unit]; i < _greySamples.Start[unit + 1]; i++)
                    onInData += _greySamples.Values[i];
            int onInModel = _onSamples.CountOn(unit, dataRows, dataRows + modelRows);
            difference[unit] = (float)(onInData / dataRows - (double)onInModel / modelRows);
        }
        if (!_centered)
            return 0;

        ProjectRows(data, _projection.Pointer);
        ProjectRows(model, _projection.Pointer + dataRows);
        double sum = 0;
        for (int unit = 0; unit < _units; unit++)
            sum += (double)difference[unit] * _offset.Pointer[unit];
        return (float)sum;
    }

    private void ProjectRows(UnitLists rows, float* projection)
    {
        float* offset = _offset.Pointer;
        for (int sample = 0; sample < rows.Samples; sample++)
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
            projection[sample] = even + odd - _offsetSquare;
        }
    }

    /// <summary>da = dv - dW lambda, with (dW lambda)_i = &lt;v_i lambda·(h - lambda)&gt;_data - &lt;v_i lambda·(h - lambda)&gt;_model -
    /// mu_i (lambda·dh).</summary>
    /// <param name="dataRows">The number of rows of data.</param>
    /// <param name="modelRows">The number of rows of the model.</param>
    /// <param name="hiddenOffset">lambda.</param>
    /// <param name="learningRate">The learning rate.</param>
    public void UpdateBias(int dataRows, int modelRows, ReadOnlySpan<float> hiddenOffset, float learningRate)
    {
        float* difference = _difference.Pointer;
        float* projection = _hiddenProjection.Pointer;
        double offsetDifference = 0;
        if (_centered)
        {
            SumProjections(dataRows + modelRows);
            float offsetSquare = SumOfSquares(hiddenOffset);
            float modelSquare = -offsetSquare * dataRows / modelRows;
            for (int row = 0; row < dataRows + modelRows; row++)
            {
                offsetDifference += projection[row];
                projection[row] -= row < dataRows ? offsetSquare : modelSquare;
            }
            offsetDifference /= dataRows;
            FillProjectionTable(dataRows + modelRows);
        }

        for (int unit = 0; unit < _units; unit++)
        {
            float change = difference[unit];
            if (_centered)
            {
                double projected = (ProjectionOf(unit) / dataRows) - _offset.Pointer[unit] * offsetDifference;
                change = (float)(change - projected);
            }
            change = MathF.FusedMultiplyAdd(_momentum, _biasVelocity.Pointer[unit], learningRate * change);
            _biasVelocity.Pointer[unit] = change;
            _bias.Pointer[unit] += change;
        }
    }

    private static float SumOfSquares(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
            sum += (double)value * value;
        return (float)sum;
    }

    /// <summary>The sum over the panels of each row's lambda·h.</summary>
    private void SumProjections(int rows)
    {
        float* sums = _hiddenProjection.Pointer;
        new Span<float>(sums, rows).Clear();
        for (int panel = 0; panel < _hiddenPanels; panel++)
        {
            float* ofPanel = _hiddenProjectionOfPanels.Pointer + (long)panel * _hiddenRows;
            for (int row = 0; row < rows; row++)
                sums[row] += ofPanel[row];
        }
    }

    /// <summary>The subset sums of lambda·h, four rows at a time.</summary>
    private void FillProjectionTable(int rows)
    {
        float* projection = _hiddenProjection.Pointer;
        for (int row = rows; row % SubsetSums.GroupSize != 0; row++)
            projection[row] = 0;
        for (int group = 0; group < SubsetSums.Groups(rows); group++)
        {
            float* table = _projectionTable.Pointer + group * SubsetSums.Subsets;
            table[0] = 0;
            for (int k = 0; k < SubsetSums.GroupSize; k++)
                for (int subset = 0; subset < 1 << k; subset++)
                    table[(1 << k) + subset] = table[subset] + projection[group * SubsetSums.GroupSize + k];
        }
    }

    /// <summary>The sum of lambda·h over the rows in which a unit is on; those of the model come negated.</summary>
    private double ProjectionOf(int unit)
    {
        float* table = _projectionTable.Pointer;
        int* list = _onSamples.Lists + (nint)unit * _onSamples.Capacity;
        float even = 0, odd = 0;
        for (int i = 0; i < _onSamples.Count[unit]; i += 2)
        {
            even += table[list[i]];
            odd += table[list[i + 1]];
        }
        double sum = (double)even + odd;
        if (_greySamples is not null)
            for (int i = _greySamples.Start[unit]; i < _greySamples.Start[unit + 1]; i++)
                sum += (double)_greySamples.Values[i] * _hiddenProjection.Pointer[_greySamples.Samples[i]];
        return sum;
    }
}
