using System.Runtime.CompilerServices;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Training;

/// <summary>Training rows held compactly in memory: only non-zero entries, and no values for rows of ones.</summary>
/// <remarks>A shuffled pass visits the rows in a uniformly random order (Fisher and Yates) that depends on the seed alone.
/// Rows may be read from several threads, but not while others are added.</remarks>
public sealed class CachedRows : ITrainingRows
{
    // Entries lie in blocks, so that growing copies nothing; a row never straddles two.
    private const int BlockEntries = 1 << 18;

    private readonly List<int[]> _indexBlocks = [];
    private readonly List<float[]> _valueBlocks = [];
    private readonly List<Location> _rows = [];
    private int _usedIndices = BlockEntries;
    private int _usedValues = BlockEntries;

    /// <summary>Makes an empty set of rows.</summary>
    /// <param name="width">The number of entries of each row, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is below 1.</exception>
    public CachedRows(int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        Width = width;
    }

    /// <inheritdoc/>
    public int Width { get; }

    /// <inheritdoc/>
    public long? Count => _rows.Count;

    /// <summary>Adds a row.</summary>
    /// <param name="indices">Columns of the entries, strictly increasing, each in [0, Width).</param>
    /// <param name="values">The entries; zeros are left out.</param>
    /// <exception cref="ArgumentException">Lengths differ, or columns are not strictly increasing or not in [0, Width).</exception>
    public void Add(ReadOnlySpan<int> indices, ReadOnlySpan<float> values)
    {
        if (indices.Length != values.Length)
            throw new ArgumentException($"Row {_rows.Count} has {indices.Length} indices, but {values.Length} values.", nameof(values));
        int count = 0;
        bool ones = true;
        int previous = -1;
        for (int i = 0; i < indices.Length; i++)
        {
            if (indices[i] <= previous || indices[i] >= Width)
                throw new ArgumentException(
                    $"Row {_rows.Count}: index {indices[i]} follows {previous}; indices must be strictly increasing and below {Width}.",
                    nameof(indices));
            previous = indices[i];
            if (values[i] == 0)
                continue;
            count++;
            ones &= values[i] == 1;
        }

        (int indexBlock, int indexStart) = Reserve(_indexBlocks, ref _usedIndices, count);
        (int valueBlock, int valueStart) = ones ? (-1, 0) : Reserve(_valueBlocks, ref _usedValues, count);
        int next = 0;
        for (int i = 0; i < indices.Length; i++)
        {
            if (values[i] == 0)
                continue;
            _indexBlocks[indexBlock][indexStart + next] = indices[i];
            if (!ones)
                _valueBlocks[valueBlock][valueStart + next] = values[i];
            next++;
        }
        _rows.Add(new Location(indexBlock, indexStart, valueBlock, valueStart, count));
    }

    /// <inheritdoc/>
    public ITrainingRowReader Open(ulong? shuffleSeed)
    {
        int[]? order = null;
        if (shuffleSeed is ulong seed)
        {
            order = new int[_rows.Count];
            for (int i = 0; i < order.Length; i++)
                order[i] = i;
            var random = new RandomSequence(seed, RandomStream.Shuffle, 0);
            for (int i = order.Length - 1; i > 0; i--)
            {
                int other = (int)random.NextBelow(i + 1L);
                (order[i], order[other]) = (order[other], order[i]);
            }
        }
        return new Reader(this, order);
    }

    private static (int Block, int Start) Reserve<T>(List<T[]> blocks, ref int used, int count)
    {
        if (blocks.Count == 0 || used + count > blocks[^1].Length)
        {
            blocks.Add(GC.AllocateUninitializedArray<T>(Math.Max(BlockEntries, count)));
            used = 0;
        }
        int start = used;
        used += count;
        return (blocks.Count - 1, start);
    }

    /// <summary>Where a row lies; a value block of -1 means that all values are 1.</summary>
    private readonly record struct Location(int IndexBlock, int IndexStart, int ValueBlock, int ValueStart, int Count);

    private sealed class Reader(CachedRows rows, int[]? order) : ITrainingRowReader
    {
        private const int RowsAhead = 8;

        private float[] _ones = [];
        private int _next;
        private Location _row;

        public ReadOnlySpan<int> Indices => rows._indexBlocks[_row.IndexBlock].AsSpan(_row.IndexStart, _row.Count);

        public ReadOnlySpan<float> Values => _row.ValueBlock < 0
            ? _ones.AsSpan(0, _row.Count)
            : rows._valueBlocks[_row.ValueBlock].AsSpan(_row.ValueStart, _row.Count);

        public bool MoveNext()
        {
            if (_next >= rows._rows.Count)
                return false;
            _row = rows._rows[order is null ? _next : order[_next]];
            _next++;
            if (_next + RowsAhead <= rows._rows.Count)
                Fetch(rows._rows[order is null ? _next + RowsAhead - 1 : order[_next + RowsAhead - 1]]);
            if (_row.ValueBlock < 0 && _ones.Length < _row.Count)
            {
                _ones = new float[rows.Width];
                Array.Fill(_ones, 1f);
            }
            return true;
        }

        public void Dispose()
        {
        }

        /// <summary>Asks for a row's entries before they are needed: in shuffled order the processor cannot know what comes next, and waiting for the memory
        /// took half of the time of reading.</summary>
        private unsafe void Fetch(Location row)
        {
            for (int i = 0; i < row.Count; i += CacheLines.Entries)
            {
                CacheLines.Fetch(Unsafe.AsPointer(ref rows._indexBlocks[row.IndexBlock][row.IndexStart + i]));
                if (row.ValueBlock >= 0)
                    CacheLines.Fetch(Unsafe.AsPointer(ref rows._valueBlocks[row.ValueBlock][row.ValueStart + i]));
            }
        }
    }
}
