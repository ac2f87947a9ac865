using System.Globalization;

namespace Benchmarks;

/// <summary>Prints figures in the form that machines read: figure NAME VALUE.</summary>
internal static class Figures
{
    public static void Print(string name, double value)
        => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"figure {name} {value:0.####}"));

    /// <summary>The smallest value that at least the given share of all values does not exceed.</summary>
    public static double Quantile(List<double> values, double share)
    {
        double[] sorted = [.. values];
        Array.Sort(sorted);
        return sorted[(int)(share * (sorted.Length - 1))];
    }
}
