using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>A bounded sample of the rows of a pass, each equally likely to be in it: a reservoir.</summary>
internal sealed class MonitoredRows
{
    /// <summary>Rows kept, at most.</summary>
    public const int Largest = 500;

    /// <summary>The first of the rows of random numbers that are for held-out rows; training rows have smaller ones.</summary>
    public const ulong FirstHeldOut = 1ul << 32;

    private readonly int _width;
    private readonly bool _threshold;
    private readonly RandomSequence _random;
    private long _count;

    /// <param name="width">The number of columns.</param>
    /// <param name="settings">The settings: the seed, and whether rows are thresholded.</param>
    /// <param name="randomRow">The row of random numbers that places are drawn from.</param>
    public MonitoredRows(int width, RestrictedBoltzmannMachineSettings settings, ulong randomRow)
    {
        _width = width;
        _threshold = settings.Binarization == Binarization.Threshold;
        _random = new RandomSequence(settings.Seed, RandomStream.MonitoredRows, randomRow);
    }

    /// <summary>The rows kept; as trained on, but not yet binarised at random.</summary>
    public List<float[]> Rows { get; } = [];

    /// <summary>Row number n (from 0) is kept with probability size / (n + 1), in place of one of those kept before.</summary>
    public void Add(ReadOnlySpan<int> indices, ReadOnlySpan<float> values)
    {
        long place = _count < Largest ? _count : _random.NextBelow(_count + 1);
        _count++;
        if (place >= Largest)
            return;
        float[] row;
        if (place == Rows.Count)
            Rows.Add(row = new float[_width]);
        else
            row = Rows[(int)place];
        Array.Clear(row);
        for (int i = 0; i < indices.Length; i++)
            row[indices[i]] = !_threshold ? values[i] : values[i] >= 0.5f ? 1 : 0;
    }

    /// <summary>Draws each value of each row to be 1 with the probability that it gives.</summary>
    public static List<float[]> Binarize(List<float[]> rows, Philox random, ulong firstRow)
    {
        var binaryRows = new List<float[]>(rows.Count);
        for (int row = 0; row < rows.Count; row++)
        {
            float[] binary = new float[rows[row].Length];
            random.Fill(firstRow + (ulong)row, 0, binary);
            for (int i = 0; i < binary.Length; i++)
                binary[i] = binary[i] < rows[row][i] ? 1 : 0;
            binaryRows.Add(binary);
        }
        return binaryRows;
    }
}
