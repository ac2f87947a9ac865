using System.Globalization;
using MlNetGenerative.Core.Numerics;
using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>What one pass over the rows, before training, finds out.</summary>
internal sealed class TrainingData
{
    private readonly RestrictedBoltzmannMachineSettings _settings;
    private readonly bool _threshold;
    private readonly MonitoredRows _monitored;
    private readonly MonitoredRows _heldOut;
    private readonly double[] _sums;
    private readonly long[] _seen;
    private readonly float[] _first;
    private readonly bool[] _differs;

    private TrainingData(ITrainingRows rows, RestrictedBoltzmannMachineSettings settings)
    {
        Rows = rows;
        _settings = settings;
        _threshold = settings.Binarization == Binarization.Threshold;
        _monitored = new MonitoredRows(rows.Width, settings, 0);
        _heldOut = new MonitoredRows(rows.Width, settings, MonitoredRows.FirstHeldOut + uint.MaxValue);
        _sums = new double[rows.Width];
        _seen = new long[rows.Width];
        _first = new float[rows.Width];
        _differs = new bool[rows.Width];
        Means = new float[rows.Width];
        ConstantColumns = [];
    }

    /// <summary>The rows that are trained on.</summary>
    public ITrainingRows Rows { get; private set; }

    /// <summary>Their number.</summary>
    public long Count { get; private set; }

    /// <summary>The number of rows held out.</summary>
    public long HeldOutCount { get; private set; }

    /// <summary>The mean of each column, after thresholding if the settings ask for that.</summary>
    public float[] Means { get; private set; }

    /// <summary>Whether batches hold values other than 0 and 1.</summary>
    public bool Grey { get; private set; }

    /// <summary>Some rows, each equally likely to be among them; as trained on, but not yet binarised at random.</summary>
    public List<float[]> Monitored => _monitored.Rows;

    /// <summary>Some of the rows held out, likewise.</summary>
    public List<float[]> HeldOut => _heldOut.Rows;

    /// <summary>The columns that have the same value in every row; none when there is one row alone.</summary>
    public int[] ConstantColumns { get; private set; }

    /// <summary>Stands for the content of all rows in whatever order; 0 when the run keeps no checkpoints.</summary>
    public ulong Digest { get; private set; }

    /// <summary>What a checkpoint says of the rows.</summary>
    public string Description => string.Create(CultureInfo.InvariantCulture,
        $"{Count} rows of {Rows.Width} columns{(HeldOutCount == 0 ? "" : $" and {HeldOutCount} held out")}, digest {Digest:x16}");

    /// <summary>Makes the pass.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="cancellation">Polled every thousand rows.</param>
    /// <param name="heldOut">Rows held out; null takes the share of <paramref name="rows"/> that the settings say.</param>
    /// <exception cref="InvalidOperationException">There are no rows, or none of one kind, or a value is not in [0, 1].</exception>
    public static TrainingData Scan(
        ITrainingRows rows, RestrictedBoltzmannMachineSettings settings, CancellationToken cancellation, ITrainingRows? heldOut = null)
    {
        var data = new TrainingData(rows, settings);
        data.Read(rows, new RowSplit(settings.Seed, settings.ValidationFraction), cancellation);
        if (data.Count + data.HeldOutCount == 0)
            throw new InvalidOperationException("There are no training rows. Check the filters before the trainer.");
        if (settings.ValidationFraction > 0 && (data.Count == 0 || data.HeldOutCount == 0))
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
                $"ValidationFraction {settings.ValidationFraction} leaves {data.Count} rows to train on and {data.HeldOutCount} to hold out (equal rows stay together). "
                + $"Give more rows, choose a fraction nearer to a half, give the held-out rows themselves, or train without validation (0)."));
        if (heldOut is not null)
        {
            data.Read(heldOut, null, cancellation);
            if (data.HeldOutCount == 0)
                throw new InvalidOperationException("There are no held-out rows. Check the filters before the validation data, or give none.");
        }
        data.Finish();
        return data;
    }

    /// <param name="rows">Rows.</param>
    /// <param name="split">Which of them are held out; null for all.</param>
    /// <param name="cancellation">Polled every thousand rows.</param>
    private void Read(ITrainingRows rows, RowSplit? split, CancellationToken cancellation)
    {
        bool digested = _settings.CheckpointDirectory is not null;
        bool divided = _settings.ValidationFraction > 0;
        long row = 0;
        using ITrainingRowReader reader = rows.Open(null);
        for (; reader.MoveNext(); row++)
        {
            if (row % 1024 == 0)
                cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<int> indices = reader.Indices;
            ReadOnlySpan<float> values = reader.Values;
            Check(row, split is null, indices, values);
            ulong digest = digested || divided ? RowDigest.Of(indices, values) : 0;
            Digest += digest;   // a sum, because the order of the rows is no part of their content
            if (split is null || split.IsValidation(digest))
            {
                _heldOut.Add(indices, values);
                HeldOutCount++;
            }
            else
            {
                Add(indices, values);
                _monitored.Add(indices, values);
                Count++;
            }
        }
        if (split is not null)
            Rows = split.Training(rows, Count);
    }

    private static void Check(long row, bool heldOut, ReadOnlySpan<int> indices, ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i++)
            if (!(values[i] >= 0 && values[i] <= 1))
                throw new InvalidOperationException(
                    $"{(heldOut ? "Held-out row" : "Row")} {row}, column {indices[i]}: the value is {values[i]}, but binary visible units need values from 0 to 1. "
                    + "Scale the column to [0, 1], for instance by NormalizeMinMax with fixZero.");
    }

    private void Add(ReadOnlySpan<int> indices, ReadOnlySpan<float> values)
    {
        for (int i = 0; i < indices.Length; i++)
        {
            float value = !_threshold ? values[i] : values[i] >= 0.5f ? 1 : 0;
            int column = indices[i];
            _sums[column] += value;
            if (value != 0 && _seen[column]++ == 0)
                _first[column] = value;
            _differs[column] |= value != _first[column];
            Grey |= value is not (0 or 1);
        }
    }

    private void Finish()
    {
        Means = Array.ConvertAll(_sums, sum => (float)(sum / Count));
        Grey &= _settings.Binarization == Binarization.None;
        ConstantColumns = [.. Enumerable.Range(0, Count > 1 ? Rows.Width : 0)
            .Where(column => !_differs[column] && (_seen[column] == 0 || _seen[column] == Count))];
    }
}
