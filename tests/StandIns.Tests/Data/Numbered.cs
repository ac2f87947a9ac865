using Microsoft.ML;
using Microsoft.ML.Data;

namespace StandIns.Tests.Data;

/// <summary>A row with its number in several forms.</summary>
internal sealed class Numbered
{
    public float Number { get; set; }

    public string Text { get; set; } = "";

    [VectorType(2)]
    public float[] Vector { get; set; } = new float[2];

    public int Group { get; set; }

    /// <summary>A view of rows 0, 1, 2 and so on; the action is called for each row that is read.</summary>
    public static IDataView View(MLContext ml, int count, Action? onRow = null)
        => ml.Data.LoadFromEnumerable(new Again(() => Rows(count, onRow)));

    private static IEnumerable<Numbered> Rows(int count, Action? onRow)
    {
        for (int i = 0; i < count; i++)
        {
            onRow?.Invoke();
            yield return new Numbered { Number = i, Text = $"row {i}", Vector = [i, -i], Group = i / 10 };
        }
    }

    // Each pass starts from the beginning, as a file would.
    private sealed class Again(Func<IEnumerable<Numbered>> start) : IEnumerable<Numbered>
    {
        public IEnumerator<Numbered> GetEnumerator() => start().GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
