namespace MlNetGenerative.Core.Training;

/// <summary>Shuffles another reader's rows in bounded memory: a pool of rows is kept full, and each row given out is drawn from it at random.</summary>
internal sealed class ReservoirShuffle : ITrainingRowReader
{
    /// <summary>Wraps a reader.</summary>
    /// <param name="inner">The reader to shuffle; disposed with this one.</param>
    /// <param name="capacity">The number of rows held back, at least 1.</param>
    /// <param name="seed">The seed of the order: the same seed gives the same order.</param>
    public ReservoirShuffle(ITrainingRowReader inner, int capacity, ulong seed) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ReadOnlySpan<int> Indices => throw new NotImplementedException();

    /// <inheritdoc/>
    public ReadOnlySpan<float> Values => throw new NotImplementedException();

    /// <inheritdoc/>
    public bool MoveNext() => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Dispose() => throw new NotImplementedException();
}
