using System.Numerics;

namespace Microsoft.ML.Data;

/// <summary>128 bits that identify a row of a view.</summary>
public readonly struct DataViewRowId : IComparable<DataViewRowId>, IEquatable<DataViewRowId>
{
    /// <summary>The lower 64 bits.</summary>
    public readonly ulong Low;

    /// <summary>The upper 64 bits.</summary>
    public readonly ulong High;

    /// <summary>An identity of the given bits.</summary>
    public DataViewRowId(ulong low, ulong high)
    {
        Low = low;
        High = high;
    }

    /// <summary>The identity of the first of several rows made from this one.</summary>
    public DataViewRowId Fork() => Mix(Low ^ 0x6A09E667F3BCC908, High ^ 0xBB67AE8584CAA73B);

    /// <summary>The identity of the next of several rows made from one.</summary>
    public DataViewRowId Next() => Mix(Low + 0x9E3779B97F4A7C15, High ^ 0x3C6EF372FE94F82B);

    /// <summary>The identity of a row made from two; the order matters.</summary>
    public DataViewRowId Combine(DataViewRowId other)
    {
        DataViewRowId mine = Fork();
        DataViewRowId theirs = other.Next();
        return Mix(mine.Low + theirs.High, mine.High ^ BitOperations.RotateLeft(theirs.Low, 29));
    }

    /// <inheritdoc/>
    public bool Equals(DataViewRowId other) => Low == other.Low && High == other.High;

    /// <inheritdoc/>
    public override bool Equals(object obj) => obj is DataViewRowId other && Equals(other);

    /// <inheritdoc/>
    public int CompareTo(DataViewRowId other)
    {
        int result = High.CompareTo(other.High);
        return result == 0 ? Low.CompareTo(other.Low) : result;
    }

    /// <inheritdoc/>
    public override int GetHashCode()
        => (int)((uint)Low ^ (uint)(Low >> 32) ^ ((uint)(High << 7) | (uint)(High >> 57)) ^ (uint)(High >> 25));

    /// <inheritdoc/>
    public override string ToString() => $"{High:x16}{Low:x16}";

    // Two crossed rounds of the splitmix64 finaliser: every bit of either half reaches every bit of both.
    private static DataViewRowId Mix(ulong low, ulong high)
    {
        ulong first = Finalise(low + BitOperations.RotateLeft(high, 32));
        ulong second = Finalise(high ^ first);
        return new DataViewRowId(Finalise(first + second), second);
    }

    private static ulong Finalise(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
