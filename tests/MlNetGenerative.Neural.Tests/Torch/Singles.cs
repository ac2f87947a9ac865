using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Tests.Torch;

/// <summary>Tensors from arrays and back.</summary>
internal static class Singles
{
    public static Tensor Of(float[] values, params long[] shape)
    {
        Tensor tensor = empty(shape, ScalarType.Float32);
        values.CopyTo(MemoryMarshal.Cast<byte, float>(tensor.bytes));
        return tensor;
    }

    public static float[] From(Tensor tensor)
    {
        using Tensor contiguous = tensor.contiguous();
        return MemoryMarshal.Cast<byte, float>(contiguous.bytes).ToArray();
    }

    /// <summary>Numbers of a normal distribution, the same ones for the same seed.</summary>
    public static float[] Normal(int seed, params long[] shape)
    {
        float[] values = new float[shape.Aggregate(1L, (count, size) => count * size)];
        var random = new Random(seed);
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        return values;
    }

    /// <summary>Fails where two arrays differ by more than a share of the largest value.</summary>
    public static void AssertClose(double[] expected, float[] actual, double share)
    {
        Assert.HasCount(expected.Length, actual);
        double scale = expected.Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], share * scale, $"at {i}");
    }
}
