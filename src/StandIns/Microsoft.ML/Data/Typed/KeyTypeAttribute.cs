namespace Microsoft.ML.Data;

/// <summary>Says that a member of an unsigned type is a key: 0 in the member stands for the first value, which is 1 in the view.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class KeyTypeAttribute : Attribute
{
    /// <summary>As many values as the member's type can hold.</summary>
    public KeyTypeAttribute()
    {
    }

    /// <summary>A number of values.</summary>
    public KeyTypeAttribute(ulong count)
    {
        KeyCount = new KeyCount(count);
    }

    internal KeyCount KeyCount { get; }
}
