using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>One of a known number of things: 0 stands for a missing value, 1 to <see cref="Count"/> for the things.</summary>
public sealed class KeyDataViewType : PrimitiveDataViewType
{
    /// <summary>A key of <paramref name="count"/> values stored in the unsigned type <paramref name="type"/>.</summary>
    public KeyDataViewType(Type type, ulong count)
        : base(type)
    {
        if (!IsValidDataType(type))
        {
            throw new ArgumentOutOfRangeException(nameof(type),
                $"Type is not valid, it must be {NumberDataViewType.Byte}, {NumberDataViewType.UInt16}, {NumberDataViewType.UInt32}, or {NumberDataViewType.UInt64}, but got {type}.");
        }
        ulong largest = PrimitiveTypes.MostKeys(type);
        if (count == 0 || count > largest)
        {
            throw new ArgumentOutOfRangeException(nameof(count),
                string.Format(CultureInfo.InvariantCulture, "The cardinality of a {0} must be positive and not exceed {1}, but got {2}.", nameof(KeyDataViewType), largest, count));
        }
        Count = count;
    }

    /// <summary>A key of <paramref name="count"/> values stored in the unsigned type <paramref name="type"/>.</summary>
    public KeyDataViewType(Type type, int count)
        : this(type, count > 0 ? (ulong)count : throw new ArgumentOutOfRangeException(nameof(count), "Must be positive."))
    {
    }

    /// <summary>How many values there are, the missing one not counted.</summary>
    public ulong Count { get; }

    /// <summary>True for <see cref="byte"/>, <see cref="ushort"/>, <see cref="uint"/> and <see cref="ulong"/>.</summary>
    public static bool IsValidDataType(Type type)
        => type == typeof(uint) || type == typeof(ulong) || type == typeof(ushort) || type == typeof(byte);

    /// <inheritdoc/>
    public override bool Equals(DataViewType other)
        => other is KeyDataViewType key && key.RawType == RawType && key.Count == Count;

    /// <inheritdoc/>
    public override bool Equals(object other) => other is DataViewType type && Equals(type);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(RawType, Count);

    /// <inheritdoc/>
    public override string ToString() => string.Format(CultureInfo.InvariantCulture, "Key<{0}, 0-{1}>", RawType.Name, Count - 1);
}
