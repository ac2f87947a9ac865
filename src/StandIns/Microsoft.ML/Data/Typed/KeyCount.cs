namespace Microsoft.ML.Data;

/// <summary>The number of values of a key.</summary>
public sealed class KeyCount
{
    /// <summary>The number; null for as many as the type can hold.</summary>
    public ulong? Count;

    /// <summary>As many as the type can hold.</summary>
    public KeyCount()
    {
    }

    /// <summary>A number of values.</summary>
    public KeyCount(ulong count)
    {
        if (count == 0)
            throw new ArgumentOutOfRangeException(nameof(count), "The number of keys must be positive.");
        Count = count;
    }
}
