using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann.Likelihood;

/// <summary>Keeps a bounded number of rows of a pass, each row with the same chance.</summary>
/// <remarks>Algorithm R: J. S. Vitter, "Random sampling with a reservoir", ACM Transactions on Mathematical Software 11, 1985.</remarks>
internal sealed class StartRows(int capacity, ulong seed)
{
    private readonly RandomSequence _random = new(seed, RandomStream.ReverseStartRows, 0);
    private readonly List<int[]> _rows = [];
    private long _seen;

    /// <summary>The kept rows: for each, the units that are on.</summary>
    public IReadOnlyList<int[]> Rows => _rows;

    /// <summary>Offers a row.</summary>
    public void Add(ReadOnlySpan<int> on)
    {
        _seen++;
        if (_rows.Count < capacity)
        {
            _rows.Add(on.ToArray());
            return;
        }
        long place = _random.NextBelow(_seen);
        if (place < capacity)
            _rows[(int)place] = on.ToArray();
    }
}
