using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Neural.Vae;

/// <summary>Standard normal noise that is the same for every row: draw k of importance samples depends on the seed and k alone.</summary>
internal static class VaeNoise
{
    /// <summary>Draws <paramref name="first"/> … of the noise of importance samples, [count × latentSize].</summary>
    public static float[] Shared(int seed, int first, int count, int latentSize)
    {
        float[] noise = new float[checked(count * latentSize)];
        var random = new Philox((uint)seed, RandomStream.ImportanceNoise);
        for (int draw = 0; draw < count; draw++)
            NormalNumbers.Fill(random, (ulong)(first + draw), noise.AsSpan(draw * latentSize, latentSize));
        return noise;
    }
}
