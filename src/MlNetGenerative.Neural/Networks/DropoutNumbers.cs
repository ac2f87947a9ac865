using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Neural.Networks;

/// <summary>What a network's layers share to draw the masks of dropout.</summary>
/// <param name="random">The random numbers.</param>
internal sealed class DropoutNumbers(Philox random)
{
    public Philox Random { get; } = random;

    /// <summary>The number that stands for the update.</summary>
    public ulong Update { get; set; }
}
