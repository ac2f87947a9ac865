using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Neural.Vae;

/// <summary>Standard normal noise of importance samples, so that what is computed with it is a function of a row's values alone. Every other draw
/// is the opposite of the one before it, so that what is linear in the noise falls out of a mean over an even number of draws.</summary>
internal static class VaeNoise
{
    // Distances between the keys of neighbouring draws of a row: the golden ratio of 64 bits, so that rows do not meet.
    private const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>Noise that is the same for every row, so that their scores compare: draw k depends on the seed and k alone. [count × latentSize].</summary>
    public static float[] Shared(int seed, int count, int latentSize)
    {
        float[] noise = new float[checked(count * latentSize)];
        Fill(seed, 0, 0, count, latentSize, noise);
        return noise;
    }

    /// <summary>Draws <paramref name="first"/> … of a row's own noise, a function of the seed and the row's values, so that in a mean over rows its
    /// errors average out, as those of shared noise do not. [count × latentSize].</summary>
    public static void OfRow(int seed, ReadOnlySpan<float> row, int label, int first, int count, int latentSize, Span<float> noise)
    {
        ulong key = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(MemoryMarshal.AsBytes(row)));
        Fill(seed, key + (ulong)(label + 1), first, count, latentSize, noise);
    }

    private static void Fill(int seed, ulong key, int first, int count, int latentSize, Span<float> noise)
    {
        var random = new Philox((uint)seed, RandomStream.ImportanceNoise);
        for (int draw = first; draw < first + count; draw++)
        {
            Span<float> vector = noise.Slice((draw - first) * latentSize, latentSize);
            NormalNumbers.Fill(random, key + (ulong)(draw / 2) * Golden, vector);
            if (draw % 2 == 1)
                foreach (ref float value in vector)
                    value = -value;
        }
    }
}
