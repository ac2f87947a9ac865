using System.Runtime.InteropServices;

namespace MlNetGenerative.Core.Persistence;

/// <summary>A named array with a shape.</summary>
internal sealed class SafetensorsTensor
{
    /// <param name="name">Unique in the file.</param>
    /// <param name="shape">Sizes, outermost first; empty for a scalar.</param>
    /// <param name="values">A <c>float[]</c> (F32), <c>double[]</c> (F64) or <c>long[]</c> (I64), the last index running fastest; not copied.</param>
    /// <exception cref="ArgumentException">Another element type, or another number of values than the shape says, or more than 2 GB.</exception>
    internal SafetensorsTensor(string name, int[] shape, Array values)
    {
        Layout = new SafetensorsLayout(name, ElementOf(values), shape);
        if (Layout.Count != values.Length)
            throw new ArgumentException($"Tensor '{name}' of shape [{string.Join(", ", shape)}] does not hold {values.Length} values.", nameof(values));
        Values = values;
    }

    internal SafetensorsLayout Layout { get; }

    internal Array Values { get; }

    /// <summary>The values as they lie in memory, which is little-endian wherever .NET 10 vectorises (x64, ARM64), as the format demands.</summary>
    internal ReadOnlySpan<byte> Bytes => Values switch
    {
        float[] values => MemoryMarshal.AsBytes(values.AsSpan()),
        double[] values => MemoryMarshal.AsBytes(values.AsSpan()),
        _ => MemoryMarshal.AsBytes(((long[])Values).AsSpan()),
    };

    private static SafetensorsElement ElementOf(Array values) => values switch
    {
        float[] => SafetensorsElement.Single,
        double[] => SafetensorsElement.Double,
        long[] => SafetensorsElement.Int64,
        _ => throw new ArgumentException($"Values must be float[], double[] or long[], got {values.GetType().Name}.", nameof(values)),
    };
}
