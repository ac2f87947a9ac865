namespace MlNetGenerative.Core.Training;

/// <summary>One pass over training rows; each row is given by its non-zero entries.</summary>
public interface ITrainingRowReader : IDisposable
{
    /// <summary>Moves to the next row.</summary>
    /// <returns>False when there are no more rows.</returns>
    bool MoveNext();

    /// <summary>The columns of the row's non-zero entries, strictly increasing; valid until the next <see cref="MoveNext"/>.</summary>
    ReadOnlySpan<int> Indices { get; }

    /// <summary>The values at <see cref="Indices"/>, none of them zero; valid until the next <see cref="MoveNext"/>.</summary>
    ReadOnlySpan<float> Values { get; }
}
