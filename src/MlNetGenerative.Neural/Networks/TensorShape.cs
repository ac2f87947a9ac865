namespace MlNetGenerative.Neural;

/// <summary>The sizes of what a layer takes or gives, without the number of rows: one number for a vector; channels, height, width for an image.</summary>
public sealed class TensorShape : IEquatable<TensorShape>
{
    private readonly int[] _sizes;

    /// <summary>Makes a shape.</summary>
    /// <param name="sizes">The sizes, each at least 1, with a product of at most 2,147,483,647.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, there is none, or the product is too large.</exception>
    public TensorShape(params ReadOnlySpan<int> sizes)
    {
        long count = sizes.Length == 0 ? 0 : 1;
        foreach (int size in sizes)
            count = size < 1 || count > int.MaxValue / size ? 0 : count * size;
        _sizes = sizes.ToArray();
        if (count == 0)
            throw new ArgumentOutOfRangeException(nameof(sizes), $"Sizes must be at least 1 with a product of at most {int.MaxValue}, but are {this}.");
        Count = (int)count;
    }

    /// <summary>The product of the sizes.</summary>
    public int Count { get; }

    /// <summary>The sizes, outermost first.</summary>
    public IReadOnlyList<int> Sizes => _sizes;

    internal bool IsImage => _sizes.Length == 3;

    internal bool IsVector => _sizes.Length == 1;

    /// <inheritdoc/>
    public bool Equals(TensorShape? other) => other is not null && _sizes.AsSpan().SequenceEqual(other._sizes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TensorShape);

    /// <inheritdoc/>
    public override int GetHashCode() => _sizes.Aggregate(17, HashCode.Combine);

    /// <summary>The sizes with crosses between them.</summary>
    public override string ToString() => _sizes.Length == 0 ? "none" : string.Join(" × ", _sizes);
}
