namespace Microsoft.ML.SearchSpace;

/// <summary>The values that a sweep may try for an option.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class ChoiceAttribute : Attribute
{
    /// <summary>Values, the first one being where to start.</summary>
    public ChoiceAttribute(params object[] candidates)
    {
        Candidates = candidates;
        DefaultValue = null;
    }

    /// <summary>Values and where to start.</summary>
    public ChoiceAttribute(object[] candidates, object defaultValue)
    {
        Candidates = candidates;
        DefaultValue = defaultValue;
    }

    /// <summary>The values.</summary>
    public object[] Candidates { get; }

    /// <summary>Where to start, null when nothing is said.</summary>
    public object DefaultValue { get; }
}
