using System.Globalization;

namespace Samples.Common;

/// <summary>The numbers a sample ends with, one a line, for people and programs: <c>figure NAME VALUE</c>.</summary>
public sealed class Figures
{
    private readonly List<string> _lines = [];

    /// <summary>Keeps a number; printed in the order of the calls.</summary>
    /// <param name="name">Lower case with underscores.</param>
    /// <param name="value">Printed with up to six significant digits.</param>
    public void Add(string name, double value) => _lines.Add(string.Create(CultureInfo.InvariantCulture, $"figure {name} {Text(value)}"));

    internal void Print()
    {
        foreach (string line in _lines)
            Console.WriteLine(line);
    }

    // Whole numbers in full, others with six digits and never with an exponent that a simple reader would miss.
    private static string Text(double value) => Math.Abs(value) is >= 1e5 or 0
        ? value.ToString("F0", CultureInfo.InvariantCulture)
        : ((decimal)double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)).ToString("0.############", CultureInfo.InvariantCulture);
}
