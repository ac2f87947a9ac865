namespace MlNetGenerative.Core.Numerics;

/// <summary>Standard normal numbers from the uniform ones of <see cref="Philox"/>: each a function of (seed, stream, row, place).</summary>
/// <remarks>G. E. P. Box and M. E. Muller, "A note on the generation of random normal deviates", 1958: of two uniform numbers u and w,
/// r = sqrt(-2 log(1 - u)) gives the two independent normal numbers r cos(2 pi w) and r sin(2 pi w). Logarithm, sine and cosine are taken in
/// double precision by System.Math and rounded, one pair at a time.</remarks>
internal static class NormalNumbers
{
    /// <summary>Fills a span; places 2i and 2i + 1 come from draws 2i and 2i + 1 of the row.</summary>
    public static void Fill(in Philox random, ulong row, Span<float> normals)
    {
        Span<float> uniforms = stackalloc float[Philox.GroupSize];
        for (int start = 0; start < normals.Length; start += Philox.GroupSize)
        {
            random.Fill(row, (uint)start, uniforms);
            Span<float> group = normals[start..Math.Min(start + Philox.GroupSize, normals.Length)];
            for (int place = 0; place < group.Length; place += 2)
            {
                double radius = Math.Sqrt(-2 * Math.Log(1.0 - uniforms[place]));
                (double sine, double cosine) = Math.SinCos(2 * Math.PI * uniforms[place + 1]);
                group[place] = (float)(radius * cosine);
                if (place + 1 < group.Length)
                    group[place + 1] = (float)(radius * sine);
            }
        }
    }
}
