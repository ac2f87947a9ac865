namespace MlNetGenerative.Core.Training;

/// <summary>Something that training found to be wrong.</summary>
/// <param name="Epoch">The epoch after which it was found; 0 is before training.</param>
/// <param name="Figure">What was measured; <paramref name="Finding"/> says in which unit.</param>
/// <param name="Finding">What was measured, in words.</param>
/// <param name="Remedy">What to do.</param>
public abstract record TrainingWarning(int Epoch, double Figure, string Finding, string Remedy)
{
    /// <summary>What it is called.</summary>
    public abstract string Name { get; }

    /// <summary>Name, finding and remedy in one line.</summary>
    public sealed override string ToString() => $"{Name}: {Finding} {Remedy}";
}
