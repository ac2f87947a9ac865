namespace MlNetGenerative.Core.Training;

/// <summary>Training rows held compactly in memory: only non-zero entries, and no values for rows of ones.</summary>
/// <remarks>A shuffled pass visits the rows in a uniformly random order (Fisher and Yates) that depends on the seed alone.</remarks>
public sealed class CachedRows : ITrainingRows
{
    /// <summary>Makes an empty set of rows.</summary>
    /// <param name="width">The number of entries of each row, at least 1.</param>
    public CachedRows(int width) => throw new NotImplementedException();

    /// <inheritdoc/>
    public int Width => throw new NotImplementedException();

    /// <inheritdoc/>
    public long? Count => throw new NotImplementedException();

    /// <summary>Adds a row.</summary>
    /// <param name="indices">Columns of the entries, strictly increasing, each in [0, Width).</param>
    /// <param name="values">The entries; zeros are left out.</param>
    public void Add(ReadOnlySpan<int> indices, ReadOnlySpan<float> values) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ITrainingRowReader Open(ulong? shuffleSeed) => throw new NotImplementedException();
}
