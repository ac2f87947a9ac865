using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Numerics;

/// <summary>Copies between spans and tensors of single-precision numbers, in whole blocks of memory.</summary>
internal static class TensorArrays
{
    /// <summary>A tensor of the given shape on a device, with these values in row-major order.</summary>
    public static Tensor Create(ReadOnlySpan<float> values, long[] shape, Device device)
    {
        Tensor tensor = empty(shape, ScalarType.Float32);
        values.CopyTo(Values(tensor));
        return device.type == DeviceType.CPU ? tensor : tensor.to(device);
    }

    /// <summary>Rows as a tensor on a device, [count × width].</summary>
    /// <param name="rows">The values.</param>
    /// <param name="width">Values in a row.</param>
    /// <param name="tensor">The same rows in the processor's memory, where they are a tensor already: used as it is, or moved.</param>
    /// <param name="device">The device.</param>
    public static Tensor Rows(ReadOnlySpan<float> rows, int width, Tensor? tensor, Device device)
    {
        if (tensor is null)
            return Create(rows, [rows.Length / width, width], device);
        return device.type == DeviceType.CPU ? tensor : tensor.to(device);
    }

    /// <summary>A copy of a tensor's values, in row-major order.</summary>
    public static float[] ToArray(Tensor tensor)
    {
        float[] values = new float[tensor.NumberOfElements];
        CopyTo(tensor, values);
        return values;
    }

    /// <summary>Copies a tensor's values, in row-major order, on whatever device it is.</summary>
    public static void CopyTo(Tensor tensor, Span<float> destination)
    {
        using DisposeScope scope = NewDisposeScope();
        Values(tensor.detach().cpu().contiguous()).CopyTo(destination);
    }

    /// <summary>Writes values into a tensor that exists, on whatever device it is.</summary>
    public static void CopyTo(ReadOnlySpan<float> values, Tensor destination)
    {
        using IDisposable noGradient = no_grad();
        using Tensor source = Create(values, destination.shape, CPU);
        destination.copy_(source);
    }

    /// <summary>The memory of a contiguous tensor on the processor.</summary>
    public static Span<float> Values(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);
}
