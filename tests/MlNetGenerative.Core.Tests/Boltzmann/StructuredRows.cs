using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Core.Tests.Boltzmann;

/// <summary>Bars of a square, each on or off: a small data set that independent columns know nothing about (each is on in half of the rows).</summary>
internal static class StructuredRows
{
    public const int Side = 4;

    public static float[][] All()
    {
        var rows = new List<float[]>();
        for (int pattern = 0; pattern < 1 << Side; pattern++)
            rows.Add([.. Enumerable.Range(0, Side * Side).Select(i => (float)(pattern >> (i / Side) & 1))]);
        return [.. rows];
    }

    /// <summary>All rows, repeated.</summary>
    public static CachedRows Cached(int repeats)
    {
        var cached = new CachedRows(Side * Side);
        for (int repeat = 0; repeat < repeats; repeat++)
        {
            foreach (float[] row in All())
            {
                (int[] indices, float[] values) = RandomMachine.Sparse(row);
                cached.Add(indices, values);
            }
        }
        return cached;
    }
}
