using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Neural.Vae;

/// <summary>Standard normal noise that is the same for every row: draw k of importance samples depends on the seed and k alone. Every other
/// draw is the opposite of the one before it, so that what is linear in the noise falls out of a mean over an even number of draws.</summary>
internal static class VaeNoise
{
    /// <summary>Draws <paramref name="first"/> … of the noise of importance samples, [count × latentSize].</summary>
    public static float[] Shared(int seed, int first, int count, int latentSize)
    {
        float[] noise = new float[checked(count * latentSize)];
        var random = new Philox((uint)seed, RandomStream.ImportanceNoise);
        for (int draw = first; draw < first + count; draw++)
        {
            Span<float> vector = noise.AsSpan((draw - first) * latentSize, latentSize);
            NormalNumbers.Fill(random, (ulong)(draw / 2), vector);
            if (draw % 2 == 1)
                foreach (ref float value in vector)
                    value = -value;
        }
        return noise;
    }
}
