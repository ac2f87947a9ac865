namespace Microsoft.ML.Data;

/// <summary>A type whose values hold several items, or something that owns resources.</summary>
public abstract class StructuredDataViewType : DataViewType
{
    /// <summary>Describes values of <paramref name="rawType"/>.</summary>
    protected StructuredDataViewType(Type rawType)
        : base(rawType)
    {
    }
}
