using MlNetGenerative.Core.Numerics;
using MlNetGenerative.Core.Training;
using Microsoft.ML;

namespace MlNetGenerative.Generation;

/// <summary>Views of points in a latent space.</summary>
internal static class LatentViews
{
    private const int MostRedraws = 64;

    /// <summary>Standard normal vectors, each a function of seed and row; entries beyond the truncation are drawn anew.</summary>
    public static IDataView Noise(string columnName, int size, int count, int seed, float? truncation)
    {
        Check(size, count);
        SettingCheck.Require(truncation is null or >= 0.5f, nameof(truncation), truncation, "at least 0.5, or null");
        var random = new Philox((uint)seed, RandomStream.Prior);
        return new VectorRows(columnName, size, count, (row, vector) =>
        {
            NormalNumbers.Fill(random, (ulong)row, vector);
            if (truncation is { } limit)
                Truncate(seed, row, vector, limit);
        });
    }

    /// <summary>Points from one to the other, both included.</summary>
    public static IDataView Interpolation(string columnName, IReadOnlyList<float> from, IReadOnlyList<float> to, int count, InterpolationKind kind)
    {
        float[] start = [.. from], end = [.. to];
        Check(start.Length, count);
        SettingCheck.Require(Enum.IsDefined(kind), nameof(kind), kind, $"one of {string.Join(", ", Enum.GetNames<InterpolationKind>())}");
        if (end.Length != start.Length)
            throw new ArgumentException($"Both points must have as many entries, but one has {start.Length} and the other {end.Length}.", nameof(to));
        RequireFinite(start, nameof(from));
        RequireFinite(end, nameof(to));
        double startLength = Length(start), endLength = Length(end);
        double cosine = start.Zip(end, (x, y) => (double)x * y).Sum() / (startLength * endLength);
        double angle = kind == InterpolationKind.Spherical ? Math.Acos(Math.Clamp(cosine, -1, 1)) : 0;
        // Points in one line with the origin, or one at it, have no arc between them.
        bool isLinear = kind == InterpolationKind.Linear || double.IsNaN(angle) || Math.Sin(angle) < 1e-6;
        return new VectorRows(columnName, start.Length, count, (row, vector) =>
        {
            double share = count == 1 ? 0 : (double)row / (count - 1);
            double length = (1 - share) * startLength + share * endLength;
            double first = isLinear ? 1 - share : Math.Sin((1 - share) * angle) / Math.Sin(angle) * length / startLength;
            double second = isLinear ? share : Math.Sin(share * angle) / Math.Sin(angle) * length / endLength;
            for (int i = 0; i < vector.Length; i++)
                vector[i] = (float)(first * start[i] + second * end[i]);
        });
    }

    /// <summary>The points center + a · right + b · up, a and b in equal steps from −1 to 1, a fastest; b falls, so that a picture has it upwards.</summary>
    public static IDataView Grid(string columnName, IReadOnlyList<float> center, IReadOnlyList<float> right, IReadOnlyList<float> up, int side)
    {
        float[] middle = [.. center], toRight = [.. right], toTop = [.. up];
        SettingCheck.Require(side is >= 2 and <= 10_000, nameof(side), side, "from 2 to 10000");
        Check(middle.Length, side * side);
        if (toRight.Length != middle.Length || toTop.Length != middle.Length)
            throw new ArgumentException($"Center and directions must have as many entries, but have {middle.Length}, {toRight.Length} and {toTop.Length}.", nameof(right));
        RequireFinite(middle, nameof(center));
        RequireFinite(toRight, nameof(right));
        RequireFinite(toTop, nameof(up));
        return new VectorRows(columnName, middle.Length, side * side, (row, vector) =>
        {
            float a = 2f * (row % side) / (side - 1) - 1;
            float b = 1 - 2f * (row / side) / (side - 1);
            for (int i = 0; i < vector.Length; i++)
                vector[i] = middle[i] + a * toRight[i] + b * toTop[i];
        });
    }

    private static void Truncate(int seed, int row, Span<float> vector, float limit)
    {
        Span<float> again = stackalloc float[1];
        for (int i = 0; i < vector.Length; i++)
        {
            for (uint attempt = 1; Math.Abs(vector[i]) > limit && attempt < MostRedraws; attempt++)
            {
                NormalNumbers.Fill(new Philox((uint)seed | (ulong)(uint)row << 32, RandomStream.Prior + (attempt << 8)), (ulong)i, again);
                vector[i] = again[0];
            }
            vector[i] = Math.Clamp(vector[i], -limit, limit);
        }
    }

    private static double Length(float[] vector) => Math.Sqrt(vector.Sum(value => (double)value * value));

    private static void RequireFinite(float[] point, string name)
    {
        int wrong = Array.FindIndex(point, value => !float.IsFinite(value));
        SettingCheck.Require(wrong < 0, name, wrong < 0 ? null : point[wrong], "a point of finite entries");
    }

    private static void Check(int size, int count)
    {
        SettingCheck.Require(size >= 1, nameof(size), size, "at least 1");
        SettingCheck.Require(count >= 1, nameof(count), count, "at least 1");
    }
}
