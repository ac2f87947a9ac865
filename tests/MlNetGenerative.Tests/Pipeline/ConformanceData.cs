using Microsoft.ML.Data;

namespace MlNetGenerative.Tests.Pipeline;

/// <summary>Small data with structure, the same in every process: two patterns over six columns, a label, a text, and a hidden column.</summary>
internal static class ConformanceData
{
    public const int Width = 6;
    public const int Rows = 60;

    public static FunctionView Create(int rows = Rows, bool sparse = false)
    {
        float[][] features = [.. Enumerable.Range(0, rows).Select(Features)];
        return new FunctionView(rows)
            .Add("Name", NumberDataViewType.Single, row => (float)row)   // hidden by the text of the same name
            .AddVector("Features", Width, row => features[row], sparse, [.. Enumerable.Range(0, Width).Select(slot => $"px{slot}")])
            .Add("Label", new KeyDataViewType(typeof(uint), 2), row => (uint)(row % 2 + 1))
            .Add("Name", TextDataViewType.Instance, row => $"row {row}".AsMemory());
    }

    /// <summary>Forty rows of features alone; the third slot of row 17 has a value of the caller's.</summary>
    public static FunctionView WithValue(float value) => new FunctionView(40).AddVector(
        "Features", Width, row => row == 17 ? [0, 0, value, 0, 0, 0] : Features(row), false, [.. Enumerable.Range(0, Width).Select(slot => $"px{slot}")]);

    public static float[] Features(int row)
    {
        float[] pattern = row % 2 == 0 ? [1, 1, 1, 0, 0, 0] : [0, 0, 0, 1, 1, 1];
        uint noise = (uint)row * 2654435761u;
        pattern[noise >> 8 & 3] = 0.25f * (noise >> 16 & 3);   // grey values, zeros among them
        return pattern;
    }
}
