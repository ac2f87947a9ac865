using System.Globalization;
using System.Text;

namespace Microsoft.ML.Data;

/// <summary>How often which class was predicted as which.</summary>
public sealed class ConfusionMatrix
{
    private readonly string[] _labels;

    internal ConfusionMatrix(double[][] counts, string[] labels)
    {
        _labels = labels;
        Counts = counts;
        PerClassRecall = Array.ConvertAll(Enumerable.Range(0, counts.Length).ToArray(), c => Ratio(counts[c][c], counts[c].Sum()));
        PerClassPrecision = Array.ConvertAll(Enumerable.Range(0, counts.Length).ToArray(), c => Ratio(counts[c][c], counts.Sum(row => row[c])));
    }

    /// <summary>Of the rows predicted as a class, the part that is of that class.</summary>
    public IReadOnlyList<double> PerClassPrecision { get; }

    /// <summary>Of the rows of a class, the part that is predicted as that class.</summary>
    public IReadOnlyList<double> PerClassRecall { get; }

    /// <summary>Rows by actual class (outer list) and predicted class (inner list).</summary>
    public IReadOnlyList<IReadOnlyList<double>> Counts { get; }

    /// <summary>The number of classes.</summary>
    public int NumberOfClasses => Counts.Count;

    /// <summary>The entry of <see cref="Counts"/> at two indices, the first of the outer list.</summary>
    public double GetCountForClassPair(int predictedClassIndicatorIndex, int actualClassIndicatorIndex)
        => Counts[predictedClassIndicatorIndex][actualClassIndicatorIndex];

    /// <summary>The matrix as a table for people.</summary>
    public string GetFormattedConfusionTable()
    {
        int width = Math.Max(5, _labels.Concat(Counts.SelectMany(row => row).Select(Count)).Max(text => text.Length));
        int margin = Math.Max("Precision ".Length, _labels.Max(label => label.Length) + 1);
        string line = new('=', NumberOfClasses * (width + 3));
        var table = new StringBuilder();
        table.AppendLine().AppendLine("Confusion table");
        table.Append(' ', margin).Append("||").AppendLine(line);
        table.Append("PREDICTED".PadRight(margin)).Append("||");
        foreach (string label in _labels)
            table.Append(' ').Append(label.PadLeft(width)).Append(" |");
        table.AppendLine(" Recall");
        table.Append("TRUTH".PadRight(margin)).Append("||").AppendLine(line);
        for (int actual = 0; actual < NumberOfClasses; actual++)
        {
            table.Append(_labels[actual].PadLeft(margin - 1)).Append(" ||");
            foreach (double count in Counts[actual])
                table.Append(' ').Append(Count(count).PadLeft(width)).Append(" |");
            table.Append(' ').AppendLine(Part(PerClassRecall[actual]));
        }

        table.Append(' ', margin).Append("||").AppendLine(line);
        table.Append("Precision".PadRight(margin)).Append("||");
        foreach (double precision in PerClassPrecision)
            table.Append(Part(precision).PadLeft(width + 1)).Append(" |");
        return table.AppendLine().ToString();
    }

    private static double Ratio(double part, double whole) => whole > 0 ? part / whole : 0;

    private static string Count(double count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Part(double part) => part.ToString("0.0000", CultureInfo.InvariantCulture);
}
