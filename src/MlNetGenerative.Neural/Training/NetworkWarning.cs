using MlNetGenerative.Core.Training;

namespace MlNetGenerative;

/// <summary>Something that training a neural model found to be wrong, once a run.</summary>
/// <param name="Kind">What.</param>
/// <param name="Epoch">The epoch after which it was found.</param>
/// <param name="Figure">What was measured; <paramref name="Finding"/> says in which unit.</param>
/// <param name="Finding">What was measured, in words.</param>
/// <param name="Remedy">What to do.</param>
public sealed record NetworkWarning(NetworkWarningKind Kind, int Epoch, double Figure, string Finding, string Remedy)
    : TrainingWarning(Epoch, Figure, Finding, Remedy)
{
    /// <inheritdoc/>
    public override string Name => Kind.ToString();
}
