using System.Numerics.Tensors;
using Microsoft.ML.Data;

namespace MlNetGenerative.Pipeline;

/// <summary>Writes the vector of a row with its zeros.</summary>
internal static class DenseRow
{
    /// <param name="vector">The vector, dense or sparse.</param>
    /// <param name="columnName">The column it comes from.</param>
    /// <param name="destination">Where it goes, as long as the column is wide.</param>
    /// <returns>Whether every value is finite.</returns>
    /// <exception cref="InvalidOperationException">The vector has another length than its column, as an array of a prediction engine's input can.</exception>
    public static bool Write(in VBuffer<float> vector, string columnName, Span<float> destination)
    {
        if (vector.Length != destination.Length)
            throw NonZeroEntries.WrongLength(columnName, destination.Length, vector.Length);
        ReadOnlySpan<float> values = vector.GetValues();
        if (vector.IsDense)
        {
            values.CopyTo(destination);
        }
        else
        {
            destination.Clear();
            ReadOnlySpan<int> slots = vector.GetIndices();
            for (int i = 0; i < slots.Length; i++)
                destination[slots[i]] = values[i];
        }
        // NaN and infinity are both greater than everything else, or unequal to it; one pass finds either.
        return values.IsEmpty || float.IsFinite(TensorPrimitives.MaxMagnitude(values));
    }
}
