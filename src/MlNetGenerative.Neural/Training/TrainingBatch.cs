namespace MlNetGenerative.Neural.Training;

/// <summary>Some rows of one pass, dense, with room for what a model draws for them. One batch is used again and again.</summary>
internal sealed class TrainingBatch
{
    private readonly float[] _rows;
    private readonly Dictionary<string, float[]> _arrays = new(StringComparer.Ordinal);

    /// <param name="capacity">The largest number of rows.</param>
    /// <param name="width">The number of entries of each row.</param>
    public TrainingBatch(int capacity, int width)
    {
        Capacity = capacity;
        Width = width;
        _rows = new float[checked(capacity * width)];
    }

    /// <summary>The largest number of rows.</summary>
    public int Capacity { get; }

    /// <summary>The number of entries of each row.</summary>
    public int Width { get; }

    /// <summary>The number of rows; less than <see cref="Capacity"/> in the last batch of a pass, 0 after it.</summary>
    public int Count { get; private set; }

    /// <summary>The epoch, counted from 1.</summary>
    public int Epoch { get; private set; }

    /// <summary>The number of the batch in its pass, counted from 1.</summary>
    public long BatchInEpoch { get; private set; }

    /// <summary>The number of the update in the whole run, counted from 1; of a validation batch, its number in the pass.</summary>
    public long Update { get; private set; }

    /// <summary>Whether the batch is validated on, not trained on.</summary>
    public bool IsValidation { get; private set; }

    /// <summary>The rows, [<see cref="Count"/> × <see cref="Width"/>]; a model may change them while it prepares the batch.</summary>
    public Span<float> Rows => _rows.AsSpan(0, Count * Width);

    /// <summary>The row of Philox for what is drawn for this batch: no two updates of a run share one, and validation, which must be the
    /// same after every epoch, shares none with training.</summary>
    public ulong NoiseRow => (ulong)Update | (IsValidation ? 1ul << 63 : 0);

    /// <summary>An array of the batch by name: filled when the model prepares the batch, read when it trains on it.</summary>
    /// <param name="name">The name.</param>
    /// <param name="length">Its length, which may differ from batch to batch.</param>
    public Span<float> Array(string name, int length)
    {
        if (!_arrays.TryGetValue(name, out float[]? array) || array.Length < length)
            _arrays[name] = array = new float[length];
        return array.AsSpan(0, length);
    }

    /// <summary>Copies the rows in two parts: the first entries of each, and the rest, which is the label's one-hot code.</summary>
    /// <param name="values">[<see cref="Count"/> × entries].</param>
    /// <param name="codes">[<see cref="Count"/> × the others].</param>
    public void Split(Span<float> values, Span<float> codes)
    {
        int entries = values.Length / Count, others = Width - entries;
        for (int row = 0; row < Count; row++)
        {
            ReadOnlySpan<float> both = Rows.Slice(row * Width, Width);
            both[..entries].CopyTo(values[(row * entries)..]);
            both[entries..].CopyTo(codes[(row * others)..]);
        }
    }

    /// <summary>Makes the batch empty and says which one it is to be.</summary>
    internal void Begin(int epoch, long batchInEpoch, long update, bool isValidation)
    {
        Count = 0;
        Epoch = epoch;
        BatchInEpoch = batchInEpoch;
        Update = update;
        IsValidation = isValidation;
    }

    /// <summary>Adds a row.</summary>
    internal void Append(ReadOnlySpan<int> indices, ReadOnlySpan<float> values)
    {
        Span<float> row = _rows.AsSpan(Count * Width, Width);
        if (indices.Length == Width)
        {
            values.CopyTo(row);   // strictly increasing indices: every column has its entry
        }
        else
        {
            row.Clear();
            for (int i = 0; i < indices.Length; i++)
                row[indices[i]] = values[i];
        }
        Count++;
    }
}
