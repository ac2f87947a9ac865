using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The dimensions of a vector member.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class VectorTypeAttribute : Attribute
{
    /// <summary>A vector whose length may differ from row to row.</summary>
    public VectorTypeAttribute()
    {
    }

    /// <summary>A vector of a length.</summary>
    public VectorTypeAttribute(int size)
    {
        Contracts.CheckParam(size >= 0, nameof(size), "Should be non-negative number");
        Dims = [size];
    }

    /// <summary>A vector of several dimensions, the last one varying fastest.</summary>
    public VectorTypeAttribute(params int[] dimensions)
    {
        foreach (int dimension in dimensions)
            Contracts.CheckParam(dimension >= 0, nameof(dimensions), "Should contain only non-negative values");
        Dims = dimensions;
    }

    internal int[] Dims { get; }
}
