using System.Numerics;

namespace MlNetGenerative.Core.Numerics;

/// <summary>Checks of lists of indices.</summary>
internal static class IndexChecks
{
    /// <summary>Whether each entry is above the one before and the first is not negative.</summary>
    /// <remarks>A whole vector at a time: rows of a batch are checked in each epoch.</remarks>
    public static bool AreIncreasing(ReadOnlySpan<int> indices)
    {
        if (indices.IsEmpty)
            return true;
        int i = 1;
        for (; i + Vector<int>.Count <= indices.Length; i += Vector<int>.Count)
            if (!Vector.GreaterThanAll(new Vector<int>(indices[i..]), new Vector<int>(indices[(i - 1)..])))
                return false;
        for (; i < indices.Length; i++)
            if (indices[i] <= indices[i - 1])
                return false;
        return indices[0] >= 0;
    }
}
