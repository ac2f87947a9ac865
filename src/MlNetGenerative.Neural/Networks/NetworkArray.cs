namespace MlNetGenerative.Neural.Networks;

/// <summary>An array of a network.</summary>
/// <param name="Layer">The place of the layer that has it.</param>
/// <param name="Place">Its place among all arrays of the network.</param>
/// <param name="Array">What it is.</param>
internal sealed record NetworkArray(int Layer, int Place, LayerArray Array)
{
    /// <summary>Its name in the network, for instance <c>0.weight</c>.</summary>
    public string Name => $"{Layer}.{Array.Name}";

    public long[] LongShape => [.. Array.Shape.Select(size => (long)size)];
}
