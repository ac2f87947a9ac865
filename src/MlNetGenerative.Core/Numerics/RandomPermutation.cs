using System.Numerics;

namespace MlNetGenerative.Core.Numerics;

/// <summary>A random order of the numbers from 0 to count - 1 that takes no memory: each number is computed from its place.</summary>
/// <remarks>A Feistel network on the smallest even number of bits that count fits into, applied again while its result is not below count
/// (cycle walking). M. Luby and C. Rackoff, "How to construct pseudorandom permutations from pseudorandom functions", 1988; J. Black and P. Rogaway,
/// "Ciphers with arbitrary finite domains", 2002. Six rounds of a mixing of 32 bits.</remarks>
internal sealed class RandomPermutation
{
    private const int Rounds = 6;

    private readonly int _count;
    private readonly int _halfBits;
    private readonly uint _halfMask;
    private readonly uint[] _keys;

    /// <summary>Draws an order.</summary>
    /// <param name="count">How many numbers, at least 0.</param>
    /// <param name="random">What it is drawn with.</param>
    public RandomPermutation(int count, Random random)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentNullException.ThrowIfNull(random);
        _count = count;
        int bits = count <= 1 ? 0 : BitOperations.Log2((uint)(count - 1)) + 1;
        _halfBits = Math.Max(1, (bits + 1) / 2);
        _halfMask = (1u << _halfBits) - 1;
        _keys = new uint[Rounds];
        for (int round = 0; round < Rounds; round++)
            _keys[round] = (uint)random.Next() << 1 ^ (uint)random.Next();
    }

    /// <summary>The number at a place.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The place is below 0 or not below the count.</exception>
    public int this[int place]
    {
        get
        {
            if ((uint)place >= (uint)_count)
                throw new ArgumentOutOfRangeException(nameof(place), place, $"There are {_count} places.");
            uint number = (uint)place;
            do
                number = Permute(number);
            while (number >= (uint)_count);
            return (int)number;
        }
    }

    private uint Permute(uint number)
    {
        uint left = number >> _halfBits, right = number & _halfMask;
        foreach (uint key in _keys)
            (left, right) = (right, left ^ (Mix(right ^ key) & _halfMask));
        return left << _halfBits | right;
    }

    // The finalizer of A. Appleby's MurmurHash3, which spreads every bit over all.
    private static uint Mix(uint value)
    {
        value ^= value >> 16;
        value *= 0x85EBCA6B;
        value ^= value >> 13;
        value *= 0xC2B2AE35;
        return value ^ value >> 16;
    }
}
