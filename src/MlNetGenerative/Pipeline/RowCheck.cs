using System.Globalization;
using Microsoft.ML;

namespace MlNetGenerative.Pipeline;

/// <summary>Checks the values of a row before a model sees them; the error names row, column, slot, value and what to do.</summary>
/// <param name="column">The column that is read.</param>
/// <param name="range">The values allowed.</param>
/// <param name="skipInvalidRows">Whether rows with other values are left out; null where that is not on offer.</param>
internal sealed class RowCheck(DataViewSchema.Column column, ValueRange range, bool? skipInvalidRows)
{
    /// <summary>Whether the row may be used; false only where invalid rows are to be skipped.</summary>
    /// <param name="entries">The row.</param>
    /// <param name="row">The row's number, counted from 0 in the order it is read.</param>
    /// <exception cref="InvalidOperationException">A value is not allowed and invalid rows are not to be skipped.</exception>
    public bool Accepts(NonZeroEntries entries, long row)
    {
        ReadOnlySpan<float> values = entries.Values;
        int invalid = range switch
        {
            ValueRange.UnitInterval => FirstOutsideUnitInterval(values),
            ValueRange.Binary => FirstNotOne(values),
            _ => FirstNotFinite(values),
        };
        if (invalid < 0)
            return true;
        return skipInvalidRows == true ? false : throw Error(values[invalid], entries.Indices[invalid], row);
    }

    /// <summary>Whether a row with this label may be used; false only where invalid rows are to be skipped.</summary>
    /// <exception cref="InvalidOperationException">The label is missing and invalid rows are not to be skipped.</exception>
    public bool AcceptsLabel(string labelColumn, int label, long row)
    {
        if (label >= 0)
            return true;
        string skip = skipInvalidRows is null ? "" : ", or set SkipInvalidRows to leave such rows out";
        return skipInvalidRows == true ? false : throw new InvalidOperationException(
            $"Row {row.ToString(CultureInfo.InvariantCulture)} of column '{labelColumn}' has no label (its key is missing): leave such rows out before" + skip + ".");
    }

    // NaN fails every comparison, so that one comparison a value finds it too.
    private static int FirstOutsideUnitInterval(ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i++)
            if (!(values[i] >= 0 && values[i] <= 1))
                return i;
        return -1;
    }

    private static int FirstNotOne(ReadOnlySpan<float> values) => values.IndexOfAnyExcept(1f);

    private static int FirstNotFinite(ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i++)
            if (!float.IsFinite(values[i]))
                return i;
        return -1;
    }

    private InvalidOperationException Error(float value, int slot, long row)
    {
        string[]? names = ColumnAnnotations.ReadSlotNames(column);
        string where = names is not null && names[slot].Length > 0 ? $"slot {slot} ('{names[slot]}')" : $"slot {slot}";
        string what = float.IsNaN(value) ? "NaN" : float.IsInfinity(value) ? "infinity" : "the value " + value.ToString("R", CultureInfo.InvariantCulture);
        string skip = skipInvalidRows is null ? "" : ", or set SkipInvalidRows to leave such rows out";
        string advice = range switch
        {
            _ when !float.IsFinite(value) => "replace missing values first (for instance with Transforms.ReplaceMissingValues)" + skip,
            ValueRange.UnitInterval => "binary units take values from 0 to 1; scale the column first (for instance with Transforms.NormalizeMinMax)" + skip,
            _ => "the likelihood of a binary model is defined for rows of 0 and 1; choose a Binarization: Threshold (on from 0.5) or Stochastic (on with the probability that the value gives)",
        };
        return new InvalidOperationException($"Row {row.ToString(CultureInfo.InvariantCulture)} of column '{column.Name}' has {what} in {where}: {advice}.");
    }
}
