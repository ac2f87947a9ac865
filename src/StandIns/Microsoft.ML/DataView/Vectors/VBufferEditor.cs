using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Makes editors of vectors. A vector that was handed to an editor must not be used until the editor's result is assigned.</summary>
public static class VBufferEditor
{
    /// <summary>An editor over the arrays of a vector, of the same length and count.</summary>
    public static VBufferEditor<T> CreateFromBuffer<T>(ref VBuffer<T> destination)
        => Create(ref destination, destination.Length, destination.GetValues().Length, keepOldOnResize: true);

    /// <summary>
    /// An editor of <paramref name="valuesCount"/> stored items (default: all) in a vector of <paramref name="newLogicalLength"/>,
    /// over the arrays of <paramref name="destination"/> where they are long enough.
    /// </summary>
    public static VBufferEditor<T> Create<T>(ref VBuffer<T> destination, int newLogicalLength, int? valuesCount = null,
        int? maxValuesCapacity = null, bool keepOldOnResize = false, bool requireIndicesOnDense = false)
    {
        Contracts.CheckParam(newLogicalLength >= 0, nameof(newLogicalLength));
        int count = valuesCount ?? newLogicalLength;
        Contracts.CheckParam(count >= 0 && count <= newLogicalLength, nameof(valuesCount));
        int capacity = maxValuesCapacity ?? newLogicalLength;

        T[] values = destination.ValuesArray;
        bool createdValues = EnsureSize(ref values, count, capacity, keepOldOnResize);
        int[] indices = destination.IndicesArray;
        bool withIndices = requireIndicesOnDense || count < newLogicalLength;
        bool createdIndices = withIndices && EnsureSize(ref indices, count, capacity, keepOldOnResize);
        return new VBufferEditor<T>(newLogicalLength, count, values, indices, withIndices, createdValues, createdIndices);
    }

    private static bool EnsureSize<T>(ref T[] array, int needed, int most, bool keep)
    {
        int have = array?.Length ?? 0;
        if (have >= needed)
            return false;
        int size = Math.Max(needed, (int)Math.Min(most, Math.Max((long)have * 2, 4)));
        if (keep)
            Array.Resize(ref array, size);
        else
            array = new T[size];
        return true;
    }
}
