using System.Collections.Immutable;
using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>A vector of primitive items, handed out as <see cref="VBuffer{T}"/>.</summary>
public sealed class VectorDataViewType : StructuredDataViewType
{
    /// <summary>One dimension; a <paramref name="size"/> of zero means that rows may differ in length.</summary>
    public VectorDataViewType(PrimitiveDataViewType itemType, int size = 0)
        : this(itemType, ImmutableArray.Create(size >= 0 ? size : throw new ArgumentOutOfRangeException(nameof(size))))
    {
    }

    /// <summary>Several dimensions, the last one varying fastest; a zero stands for an unknown length.</summary>
    public VectorDataViewType(PrimitiveDataViewType itemType, params int[] dimensions)
        : this(itemType, dimensions == null ? throw new ArgumentOutOfRangeException(nameof(dimensions)) : ImmutableArray.Create(dimensions))
    {
    }

    /// <summary>Several dimensions, the last one varying fastest; a zero stands for an unknown length.</summary>
    public VectorDataViewType(PrimitiveDataViewType itemType, ImmutableArray<int> dimensions)
        : base(typeof(VBuffer<>).MakeGenericType(itemType?.RawType ?? throw new ArgumentNullException(nameof(itemType))))
    {
        if (dimensions.IsDefaultOrEmpty || dimensions.Any(d => d < 0))
            throw new ArgumentOutOfRangeException(nameof(dimensions), "There must be at least one dimension, and none may be negative.");
        ItemType = itemType;
        Dimensions = dimensions;
        int size = 1;
        foreach (int dimension in dimensions)
            size = checked(size * dimension);
        Size = size;
    }

    /// <summary>The lengths of the dimensions; zero where a length is unknown.</summary>
    public ImmutableArray<int> Dimensions { get; }

    /// <summary>The type of the items.</summary>
    public PrimitiveDataViewType ItemType { get; }

    /// <summary>The number of items, zero when it is unknown.</summary>
    public int Size { get; }

    /// <summary>True when every row has the same, known length.</summary>
    public bool IsKnownSize => Size > 0;

    /// <inheritdoc/>
    public override bool Equals(DataViewType other)
        => other is VectorDataViewType vector && vector.ItemType.Equals(ItemType) && vector.Dimensions.SequenceEqual(Dimensions);

    /// <inheritdoc/>
    public override bool Equals(object other) => other is DataViewType type && Equals(type);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(ItemType);
        foreach (int dimension in Dimensions)
            hash.Add(dimension);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        string name = IsKnownSize ? "Vector" : "VarVector";
        if (Dimensions.Length == 1 && Dimensions[0] == 0)
            return $"{name}<{ItemType}>";
        var lengths = Dimensions.Select(d => d == 0 ? "*" : d.ToString(CultureInfo.InvariantCulture));
        return $"{name}<{ItemType}, {string.Join(", ", lengths)}>";
    }
}
