namespace Microsoft.ML.SearchSpace;

/// <summary>A sweep may try both values of a Boolean option.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class BooleanChoiceAttribute : Attribute
{
    /// <summary>Starts with true.</summary>
    public BooleanChoiceAttribute()
        : this(true)
    {
    }

    /// <summary>Starts with a given value.</summary>
    public BooleanChoiceAttribute(bool defaultValue)
    {
        DefaultValue = defaultValue;
    }

    /// <summary>Where to start.</summary>
    public bool DefaultValue { get; }
}
