namespace MlNetGenerative.Core.Numerics;

/// <summary>The draws of one Philox row, one after the other, for what is done in sequence (shuffles, choices).</summary>
internal sealed unsafe class RandomSequence
{
    private readonly Philox _philox;
    private readonly ulong _row;
    private readonly uint[] _words = new uint[Philox.GroupSize];
    private uint _group;
    private int _next = Philox.GroupSize;

    /// <summary>Begins at the first draw.</summary>
    public RandomSequence(ulong seed, uint stream, ulong row)
    {
        _philox = new Philox(seed, stream);
        _row = row;
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextBits()
    {
        if (_next == Philox.GroupSize)
        {
            fixed (uint* words = _words)
                _philox.BitsOfGroup(_row, _group++, words);
            _next = 0;
        }
        ulong bits = _words[_next] | (ulong)_words[_next + 1] << 32;
        _next += 2;
        return bits;
    }

    /// <summary>The next whole number in [0, bound); uneven by less than bound / 2^64.</summary>
    public long NextBelow(long bound) => (long)Math.BigMul(NextBits(), (ulong)bound, out _);
}
