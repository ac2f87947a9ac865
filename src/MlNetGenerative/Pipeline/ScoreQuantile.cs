namespace MlNetGenerative.Pipeline;

/// <summary>
/// The exact quantile of any number of scores in fixed memory: one pass counts the upper halves of the scores' bits, a second pass the
/// lower halves of those that share the upper half looked for (radix selection).
/// </summary>
internal static class ScoreQuantile
{
    private const int Halves = 1 << 16;

    /// <summary>The smallest score that at least a share <paramref name="quantile"/> of the scores does not exceed.</summary>
    /// <param name="readScores">Reads all scores; called twice, must give the same scores both times, none of them NaN.</param>
    /// <param name="quantile">Above 0 and at most 1.</param>
    public static float Of(Func<IEnumerable<float>> readScores, double quantile)
    {
        long[] counts = new long[Halves];
        long total = 0;
        foreach (float score in readScores())
        {
            counts[OrderedBits(score) >> 16]++;
            total++;
        }
        if (total == 0)
            throw new ArgumentException("There are no scores to take a quantile of.", nameof(readScores));
        long rank = Math.Clamp((long)Math.Ceiling(quantile * total), 1, total);
        uint upper = Find(counts, ref rank);

        Array.Clear(counts);
        foreach (float score in readScores())
            if (OrderedBits(score) >> 16 == upper)
                counts[OrderedBits(score) & 0xFFFF]++;
        return FromOrderedBits(upper << 16 | Find(counts, ref rank));
    }

    /// <summary>The bin that holds the element of the given rank, which becomes the rank within the bin.</summary>
    private static uint Find(long[] counts, ref long rank)
    {
        uint bin = 0;
        while (rank > counts[bin])
            rank -= counts[bin++];
        return bin;
    }

    /// <summary>Bits that compare as unsigned numbers in the order of the values.</summary>
    private static uint OrderedBits(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return (bits & 0x80000000) != 0 ? ~bits : bits | 0x80000000;
    }

    private static float FromOrderedBits(uint ordered) =>
        BitConverter.UInt32BitsToSingle((ordered & 0x80000000) != 0 ? ordered & 0x7FFFFFFF : ~ordered);
}
