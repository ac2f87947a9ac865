using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Tests.Boltzmann;

/// <summary>Machines and rows with random entries.</summary>
internal static class RandomMachine
{
    public static RestrictedBoltzmannMachine Create(int visible, int hidden, float scale = 1, ulong seed = 1)
        => new(visible, hidden, Numbers(visible * hidden, scale, seed), Numbers(visible, scale, seed + 1000), Numbers(hidden, scale, seed + 2000));

    /// <summary>Uniform numbers in [-scale, scale).</summary>
    public static float[] Numbers(int count, float scale, ulong seed)
    {
        float[] numbers = new float[count];
        new Philox(seed, 99).Fill(0, 0, numbers);
        for (int i = 0; i < count; i++)
            numbers[i] = (2 * numbers[i] - 1) * scale;
        return numbers;
    }

    /// <summary>A row in which a share of the entries is 1, or, when grey, a uniform number.</summary>
    public static float[] Row(int width, double share, bool grey, ulong seed)
    {
        float[] choice = new float[width];
        float[] value = new float[width];
        var random = new Philox(seed, 98);
        random.Fill(0, 0, choice);
        random.Fill(1, 0, value);
        for (int i = 0; i < width; i++)
            value[i] = choice[i] >= share ? 0 : grey ? value[i] : 1;
        return value;
    }

    public static (int[] Indices, float[] Values) Sparse(float[] row)
        => ([.. Enumerable.Range(0, row.Length).Where(i => row[i] != 0)], [.. row.Where(x => x != 0)]);
}
