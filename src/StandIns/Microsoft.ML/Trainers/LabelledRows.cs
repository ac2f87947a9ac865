namespace Microsoft.ML.Trainers;

/// <summary>
/// Rows of features with their class and weight, in blocks of up to <see cref="RowsInBlock"/>. A block stores its
/// rows dense or sparse, whichever is smaller.
/// </summary>
internal sealed class LabelledRows
{
    public const int RowsInBlock = 1024;

    private readonly List<Block> _blocks = [];
    private readonly List<int> _indices = [];
    private readonly List<float> _values = [];
    private readonly List<int> _starts = [0];
    private readonly List<int> _labels = [];
    private readonly List<float> _weights = [];

    public LabelledRows(int width) => Width = width;

    /// <summary>Number of features.</summary>
    public int Width { get; }

    /// <summary>Number of rows in the finished blocks.</summary>
    public long Count { get; private set; }

    public IReadOnlyList<Block> Blocks => _blocks;

    /// <param name="indices">Increasing positions of the values; empty when <paramref name="values"/> is dense.</param>
    /// <param name="values">The values at those positions, or all values.</param>
    /// <param name="label">The class, from 0.</param>
    /// <param name="weight">Weight of the row.</param>
    public void Add(ReadOnlySpan<int> indices, ReadOnlySpan<float> values, int label, float weight)
    {
        for (int k = 0; k < values.Length; k++)
        {
            if (values[k] == 0)
                continue;
            _indices.Add(indices.IsEmpty ? k : indices[k]);
            _values.Add(values[k]);
        }

        _starts.Add(_values.Count);
        _labels.Add(label);
        _weights.Add(weight);
        if (_labels.Count == RowsInBlock)
            Finish();
    }

    /// <summary>Closes the block under construction.</summary>
    public void Finish()
    {
        int rows = _labels.Count;
        if (rows == 0)
            return;
        bool dense = 2L * _values.Count > (long)rows * Width;
        _blocks.Add(new Block(rows, dense ? null : [.. _starts], dense ? null : [.. _indices], dense ? Dense(rows) : [.. _values], [.. _labels], [.. _weights]));
        Count += rows;
        _indices.Clear();
        _values.Clear();
        _starts.Clear();
        _starts.Add(0);
        _labels.Clear();
        _weights.Clear();
    }

    private float[] Dense(int rows)
    {
        var dense = new float[rows * Width];
        for (int row = 0; row < rows; row++)
        {
            for (int k = _starts[row]; k < _starts[row + 1]; k++)
                dense[row * Width + _indices[k]] = _values[k];
        }

        return dense;
    }

    /// <param name="Rows">Number of rows.</param>
    /// <param name="Starts">Where each row's values start; null when the block is dense.</param>
    /// <param name="Indices">Positions of the values; null when the block is dense.</param>
    /// <param name="Values">The values; row after row.</param>
    /// <param name="Labels">Class of each row.</param>
    /// <param name="Weights">Weight of each row.</param>
    internal sealed record Block(int Rows, int[] Starts, int[] Indices, float[] Values, int[] Labels, float[] Weights)
    {
        public bool IsDense => Starts == null;
    }
}
