namespace Microsoft.ML.Data;

/// <summary>A type whose values are single items; only these can be items of a vector.</summary>
public abstract class PrimitiveDataViewType : DataViewType
{
    /// <summary>Describes values of <paramref name="rawType"/>, which must not own anything to dispose.</summary>
    protected PrimitiveDataViewType(Type rawType)
        : base(rawType)
    {
        if (typeof(IDisposable).IsAssignableFrom(rawType))
            throw new ArgumentException("A " + nameof(PrimitiveDataViewType) + " cannot have a disposable " + nameof(RawType) + ".", nameof(rawType));
    }
}
