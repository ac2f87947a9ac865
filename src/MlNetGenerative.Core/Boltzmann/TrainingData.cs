using MlNetGenerative.Core.Numerics;
using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>What one pass over the training rows, before training, finds out.</summary>
internal sealed class TrainingData
{
    /// <summary>Rows kept back for monitoring, at most.</summary>
    public const int MonitoredRows = 500;

    private TrainingData(long count, float[] means, bool grey, List<float[]> monitored, int[] constantColumns, ulong digest)
    {
        Count = count;
        Means = means;
        Grey = grey;
        Monitored = monitored;
        ConstantColumns = constantColumns;
        Digest = digest;
    }

    /// <summary>The number of rows.</summary>
    public long Count { get; }

    /// <summary>The mean of each column, after thresholding if the settings ask for that.</summary>
    public float[] Means { get; }

    /// <summary>Whether batches hold values other than 0 and 1.</summary>
    public bool Grey { get; }

    /// <summary>Some rows, each equally likely to be among them; as trained on, but not yet binarised at random.</summary>
    public List<float[]> Monitored { get; }

    /// <summary>The columns that have the same value in every row; none when there is one row alone.</summary>
    public int[] ConstantColumns { get; }

    /// <summary>Stands for the content of the rows in whatever order; 0 when the run keeps no checkpoints.</summary>
    public ulong Digest { get; }

    /// <summary>Makes the pass.</summary>
    /// <exception cref="InvalidOperationException">There are no rows, or a value is not in [0, 1].</exception>
    public static TrainingData Scan(ITrainingRows rows, RestrictedBoltzmannMachineSettings settings, CancellationToken cancellation)
    {
        double[] sums = new double[rows.Width];
        long[] seen = new long[rows.Width];
        float[] first = new float[rows.Width];
        bool[] differs = new bool[rows.Width];
        bool threshold = settings.Binarization == Binarization.Threshold;
        bool grey = false;
        bool digested = settings.CheckpointDirectory is not null;
        ulong digest = 0;
        long count = 0;
        var monitored = new List<float[]>();
        var random = new RandomSequence(settings.Seed, RandomStream.MonitoredRows, 0);
        using ITrainingRowReader reader = rows.Open(null);
        while (reader.MoveNext())
        {
            if (count % 1024 == 0)
                cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<int> indices = reader.Indices;
            ReadOnlySpan<float> values = reader.Values;
            for (int i = 0; i < indices.Length; i++)
            {
                float value = values[i];
                if (!(value >= 0 && value <= 1))
                    throw new InvalidOperationException(
                        $"Row {count}, column {indices[i]}: the value is {value}, but binary visible units need values from 0 to 1. "
                        + "Scale the column to [0, 1], for instance by NormalizeMinMax with fixZero.");
                if (threshold)
                    value = value >= 0.5f ? 1 : 0;
                int column = indices[i];
                sums[column] += value;
                if (value != 0 && seen[column]++ == 0)
                    first[column] = value;
                differs[column] |= value != first[column];
                grey |= value is not (0 or 1);
            }
            if (digested)
                digest += RowDigest.Of(indices, values);   // a sum, because the order of the rows is no part of their content
            KeepForMonitoring(indices, values);
            count++;
        }
        if (count == 0)
            throw new InvalidOperationException("There are no training rows. Check the filters before the trainer.");
        float[] means = Array.ConvertAll(sums, sum => (float)(sum / count));
        int[] constant = [.. Enumerable.Range(0, count > 1 ? rows.Width : 0)
            .Where(column => !differs[column] && (seen[column] == 0 || seen[column] == count))];
        return new TrainingData(count, means, grey && settings.Binarization == Binarization.None, monitored, constant, digest);

        // A reservoir: row number n (from 0) is kept with probability size / (n + 1), in place of one of those kept before.
        void KeepForMonitoring(ReadOnlySpan<int> indices, ReadOnlySpan<float> values)
        {
            long place = count < MonitoredRows ? count : random.NextBelow(count + 1);
            if (place >= MonitoredRows)
                return;
            float[] row;
            if (place == monitored.Count)
                monitored.Add(row = new float[rows.Width]);
            else
                row = monitored[(int)place];
            Array.Clear(row);
            for (int i = 0; i < indices.Length; i++)
                row[indices[i]] = !threshold ? values[i] : values[i] >= 0.5f ? 1 : 0;
        }
    }
}
