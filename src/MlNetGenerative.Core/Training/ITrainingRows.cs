namespace MlNetGenerative.Core.Training;

/// <summary>Rows of a fixed width that can be read in passes, one pass an epoch.</summary>
/// <remarks>An implementation may hold its rows in memory (<see cref="CachedRows"/>) or read them anew in each pass;
/// a trainer keeps no more of them than one batch and a bounded sample.</remarks>
public interface ITrainingRows
{
    /// <summary>The number of entries of each row.</summary>
    int Width { get; }

    /// <summary>The number of rows, or null when it is not known before a pass has been made.</summary>
    long? Count { get; }

    /// <summary>Begins a pass over all rows.</summary>
    /// <param name="shuffleSeed">Null for the stored order; otherwise the seed of the order: the same seed gives the same order.</param>
    /// <returns>A reader that stands before the first row.</returns>
    ITrainingRowReader Open(ulong? shuffleSeed);
}
