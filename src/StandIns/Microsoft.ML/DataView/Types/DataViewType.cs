namespace Microsoft.ML.Data;

/// <summary>The type of a column of an <see cref="IDataView"/>.</summary>
public abstract class DataViewType : IEquatable<DataViewType>
{
    private protected DataViewType(Type rawType)
    {
        RawType = rawType ?? throw new ArgumentNullException(nameof(rawType));
    }

    /// <summary>The .NET type of the values that getters of such a column write.</summary>
    public Type RawType { get; }

    /// <summary>True when the other type describes the same values.</summary>
    public abstract bool Equals(DataViewType other);
}
