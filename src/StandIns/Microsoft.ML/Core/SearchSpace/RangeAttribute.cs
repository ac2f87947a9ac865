namespace Microsoft.ML.SearchSpace;

/// <summary>The range in which a sweep may look for a numeric option.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class RangeAttribute : Attribute
{
    /// <summary>A range of real numbers.</summary>
    public RangeAttribute(double min, double max, bool logBase = false)
        : this((object)min, max, null, logBase)
    {
    }

    /// <summary>A range of real numbers and where to start.</summary>
    public RangeAttribute(double min, double max, double init, bool logBase = false)
        : this((object)min, max, init, logBase)
    {
    }

    /// <summary>A range of integers.</summary>
    public RangeAttribute(int min, int max, bool logBase = false)
        : this((object)min, max, null, logBase)
    {
    }

    /// <summary>A range of integers and where to start.</summary>
    public RangeAttribute(int min, int max, int init, bool logBase = false)
        : this((object)min, max, init, logBase)
    {
    }

    /// <summary>A range of real numbers in single precision.</summary>
    public RangeAttribute(float min, float max, bool logBase = false)
        : this((object)min, max, null, logBase)
    {
    }

    /// <summary>A range of real numbers in single precision and where to start.</summary>
    public RangeAttribute(float min, float max, float init, bool logBase = false)
        : this((object)min, max, init, logBase)
    {
    }

    private RangeAttribute(object min, object max, object init, bool logBase)
    {
        Min = min;
        Max = max;
        Init = init;
        LogBase = logBase;
    }

    /// <summary>The least value.</summary>
    public object Min { get; }

    /// <summary>The greatest value.</summary>
    public object Max { get; }

    /// <summary>Where to start, null when nothing is said.</summary>
    public object Init { get; }

    /// <summary>Whether to step by factors.</summary>
    public bool LogBase { get; }
}
