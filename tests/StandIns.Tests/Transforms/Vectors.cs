using Microsoft.ML;
using Microsoft.ML.Data;

namespace StandIns.Tests.Transforms;

/// <summary>Views that the tests of transforms read.</summary>
internal static class Vectors
{
    public static VBuffer<float> Sparse(int length, params (int Index, float Value)[] items)
        => new(length, items.Length, [.. items.Select(item => item.Value)], [.. items.Select(item => item.Index)]);

    public static IDataView View(MLContext ml, params VectorRow[] rows) => ml.Data.LoadFromEnumerable(rows);

    public static string[] SlotNames(DataViewSchema.Column column)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    public static string[] Messages(Exception exception) => exception.InnerException == null ? [exception.Message] : [exception.Message, .. Messages(exception.InnerException)];

    internal sealed class VectorRow
    {
        public float Scalar { get; set; }

        [VectorType(4)]
        public VBuffer<float> Vector { get; set; } = new(4, new float[4]);

        public string Text { get; set; } = "";

        public double Number { get; set; }
    }
}
