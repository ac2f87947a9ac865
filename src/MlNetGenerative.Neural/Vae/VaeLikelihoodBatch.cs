using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Neural.Vae;

/// <summary>Some rows whose likelihood is measured together, their importance samples in parts that fit into memory.</summary>
internal sealed class VaeLikelihoodBatch
{
    private readonly VaeInference _inference;
    private readonly int _columns;
    private readonly int _latentSize;
    private readonly int _capacity;
    private readonly int _samples;
    private readonly int _samplesAtOnce;
    private readonly int _seed;
    private readonly float[] _rows;
    private readonly int[] _labels;
    private int _count;

    public VaeLikelihoodBatch(FittedVae fitted, VaeInference inference, int capacity, int samples, int samplesAtOnce, int seed)
    {
        _inference = inference;
        _columns = fitted.Architecture.NumberOfColumns;
        _latentSize = fitted.Architecture.LatentSize;
        _capacity = capacity;
        _samples = samples;
        _samplesAtOnce = samplesAtOnce;
        _seed = seed;
        _rows = new float[capacity * _columns];
        _labels = new int[fitted.Architecture.NumberOfLabels > 0 ? capacity : 0];
    }

    /// <summary>Reads rows; false when there are no more after these.</summary>
    public bool Read(ITrainingRowReader reader)
    {
        Array.Clear(_rows);
        for (_count = 0; _count < _capacity; _count++)
        {
            if (!reader.MoveNext())
                return false;
            int label = TrainingRow.Read(reader, _rows.AsSpan(_count * _columns, _columns));
            if (_labels.Length > 0)
                _labels[_count] = label;
        }
        return true;
    }

    /// <summary>Adds the rows to the sums.</summary>
    public void Measure(VaeLikelihoodSums sums, CancellationToken cancellation)
    {
        if (_count == 0)
            return;
        ReadOnlySpan<float> rows = _rows.AsSpan(0, _count * _columns);
        ReadOnlySpan<int> labels = _labels.AsSpan(0, Math.Min(_labels.Length, _count));
        float[] means = new float[_count * _latentSize], logVariances = new float[means.Length];
        _inference.Encode(rows, labels, means, logVariances);
        float[] divergences = new float[_count];
        float[] logWeights = new float[_count * _samples];
        double[] logLikelihoods = new double[_count];
        for (int first = 0; first < _samples; first += _samplesAtOnce)
        {
            cancellation.ThrowIfCancellationRequested();
            int part = Math.Min(_samplesAtOnce, _samples - first);
            float[] partWeights = new float[_count * part], partLikelihoods = new float[_count * part];
            float[] noise = new float[_count * part * _latentSize];
            for (int row = 0; row < _count; row++)
                VaeNoise.OfRow(_seed, rows.Slice(row * _columns, _columns), labels.IsEmpty ? -1 : labels[row], first, part, _latentSize,
                    noise.AsSpan(row * part * _latentSize, part * _latentSize));
            _inference.Bounds(rows, labels, means, logVariances, noise, part, partWeights, partLikelihoods, divergences);
            for (int row = 0; row < _count; row++)
            {
                partWeights.AsSpan(row * part, part).CopyTo(logWeights.AsSpan(row * _samples + first));
                logLikelihoods[row] += VaeBounds.Mean(partLikelihoods.AsSpan(row * part, part)) * part / _samples;
            }
        }
        for (int row = 0; row < _count; row++)
            sums.Add(rows.Slice(row * _columns, _columns), means.AsSpan(row * _latentSize, _latentSize),
                logWeights.AsSpan(row * _samples, _samples), logLikelihoods[row], divergences[row]);
    }
}
