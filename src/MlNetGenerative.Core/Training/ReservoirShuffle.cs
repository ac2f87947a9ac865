using System.Collections.Concurrent;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Training;

/// <summary>Shuffles another reader's rows in bounded memory: a pool of rows is kept full, and each row given out is drawn from it at
/// random.</summary>
/// <remarks>Every row is given out once. A row can move forward by any distance, but back by no more than the pool's size, so the shuffle
/// is
/// weaker than that of <see cref="CachedRows"/>: rows sorted by class need a pool of several classes' size.</remarks>
internal sealed class ReservoirShuffle : ITrainingRowReader
{
    private readonly ITrainingRowReader _inner;
    private readonly int _capacity;
    private readonly ConcurrentBag<BufferedRow> _spare;
    private readonly List<BufferedRow> _pool = [];
    private readonly RandomSequence _random;
    private bool _innerEnded;
    private int _longest;
    private BufferedRow? _current;

    /// <summary>Wraps a reader.</summary>
    /// <param name="inner">The reader to shuffle; disposed with this one.</param>
    /// <param name="capacity">The number of rows held back, at least 1.</param>
    /// <param name="seed">The seed of the order: the same seed gives the same order.</param>
    /// <param name="spare">Where rows are taken from, and given back to in the end: with it the passes of a training run share one pool.</param>
    public ReservoirShuffle(ITrainingRowReader inner, int capacity, ulong seed, ConcurrentBag<BufferedRow>? spare = null)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _inner = inner;
        _capacity = capacity;
        _spare = spare ?? [];
        _random = new RandomSequence(seed, RandomStream.Reservoir, 0);
    }

    /// <inheritdoc/>
    public ReadOnlySpan<int> Indices => _current is null ? [] : _current.Indices.AsSpan(0, _current.Count);

    /// <inheritdoc/>
    public ReadOnlySpan<float> Values => _current is null ? [] : _current.Values.AsSpan(0, _current.Count);

    /// <inheritdoc/>
    public bool MoveNext()
    {
        BufferedRow? free = _current;
        _current = null;
        while (!_innerEnded && _pool.Count < _capacity)
        {
            if (!_inner.MoveNext())
            {
                _innerEnded = true;
                break;
            }
            BufferedRow row = free ?? (_spare.TryTake(out BufferedRow? spare) ? spare : new BufferedRow());
            free = null;
            _longest = Math.Max(_longest, _inner.Indices.Length);
            row.Set(_inner.Indices, _inner.Values, _longest);
            _pool.Add(row);
        }
        if (free is not null)
            _spare.Add(free);
        if (_pool.Count == 0)
            return false;
        int chosen = (int)_random.NextBelow(_pool.Count);
        _current = _pool[chosen];
        _pool[chosen] = _pool[^1];
        _pool.RemoveAt(_pool.Count - 1);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _inner.Dispose();
        foreach (BufferedRow row in _pool)
            _spare.Add(row);
        if (_current is not null)
            _spare.Add(_current);
        _pool.Clear();
        _current = null;
    }
}
