using Microsoft.ML.Data;

namespace MlNetGenerative.Pipeline;

/// <summary>The number under which what is drawn for a row is drawn, from the row's id: the same row draws the same on every cursor.</summary>
internal static class RowKey
{
    // Ids of most views are (index, 0); the second half only enters where it is used, by a 64-bit golden-ratio hash.
    public static ulong Of(DataViewRowId id) => id.Low ^ unchecked(id.High * 0x9E3779B97F4A7C15);
}
