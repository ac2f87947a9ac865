namespace Microsoft.ML.Data;

/// <summary>Deals the rows out to cursors, in blocks.</summary>
internal sealed class CacheBlocks
{
    public const int RowsPerBlock = 64;

    private int _next = -1;

    /// <summary>The number of a block that no other cursor has.</summary>
    public int Take() => Interlocked.Increment(ref _next);
}
