using System.Globalization;

namespace MlNetGenerative.Core.Evaluation;

/// <summary>Rows of finite numbers that metrics compare: images, features or class probabilities, one sample a row.</summary>
public sealed class SampleRows
{
    private readonly float[] _values;

    /// <summary>Takes over rows; the array is not copied and must not change afterwards.</summary>
    /// <param name="width">Numbers in a row, at least 1.</param>
    /// <param name="values">Row after row.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is less than 1.</exception>
    /// <exception cref="ArgumentException">The length is no multiple of the width, or a value is NaN or infinite; the message names row and column.</exception>
    public SampleRows(int width, float[] values)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length % width != 0)
            throw new ArgumentException($"Rows of {width} numbers need a multiple of {width} values, but there are {values.Length}.", nameof(values));
        for (int i = 0; i < values.Length; i++)
            if (!float.IsFinite(values[i]))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"Row {i / width} has {values[i]} in column {i % width}; expected finite numbers. Leave such rows out, or see why the model gives them."), nameof(values));
        Width = width;
        Count = values.Length / width;
        _values = values;
    }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>Numbers in a row.</summary>
    public int Width { get; }

    /// <summary>Copies rows of one width.</summary>
    /// <param name="rows">At least one row.</param>
    /// <exception cref="ArgumentException">There is no row, the widths differ, or a value is NaN or infinite; the message names the row.</exception>
    public static SampleRows Copy(IReadOnlyList<float[]> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 0)
            throw new ArgumentException("There is no row; expected at least one.", nameof(rows));
        int width = rows[0].Length;
        float[] values = new float[checked(rows.Count * width)];
        for (int i = 0; i < rows.Count; i++)
        {
            if (rows[i].Length != width)
                throw new ArgumentException($"Row {i} has {rows[i].Length} numbers, row 0 has {width}; all rows must have one width.", nameof(rows));
            rows[i].CopyTo(values, i * width);
        }
        return new SampleRows(width, values);
    }

    /// <summary>The numbers of a row.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    public ReadOnlySpan<float> this[int index] => _values.AsSpan(index * Width, Width);

    /// <summary>Copies chosen rows, in the order of their indices.</summary>
    internal SampleRows Choose(ReadOnlySpan<int> indices)
    {
        float[] chosen = new float[indices.Length * Width];
        for (int i = 0; i < indices.Length; i++)
            this[indices[i]].CopyTo(chosen.AsSpan(i * Width));
        return new SampleRows(Width, chosen);
    }

    /// <exception cref="ArgumentException">Widths differ, or one has fewer rows than needed.</exception>
    internal static void RequireComparable(SampleRows first, SampleRows second, int fewestRows, string purpose)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Width != second.Width)
            throw new ArgumentException($"{purpose} compares rows of one width, but the first has {first.Width} columns and the second {second.Width}.", nameof(second));
        first.RequireRows(fewestRows, purpose);
        second.RequireRows(fewestRows, purpose);
    }

    /// <exception cref="ArgumentException">There are fewer rows than needed.</exception>
    internal void RequireRows(int fewest, string purpose)
    {
        if (Count < fewest)
            throw new ArgumentException($"{purpose} needs at least {fewest} rows of {Width} columns, but there are {Count}. Generate more samples.");
    }
}
