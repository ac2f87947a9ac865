using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetGenerative.Tests.Pipeline;

/// <summary>What tests of pipelines compare: schemas, mappers, rows.</summary>
internal static class PipelineAssert
{
    /// <summary>The columns that a view has beyond those of the data.</summary>
    public static DataViewSchema.Column[] Appended(FunctionView data, IDataView view) => [.. view.Schema.Skip(data.Schema.Count).Where(column => !column.IsHidden)];

    /// <summary>Asserts that the row mapper gives, row by row, what Transform gives.</summary>
    public static void AssertMapperAgrees(ITransformer model, FunctionView data, Action<string, string> assertSameRow)
    {
        IDataView view = model.Transform(data);
        IRowToRowMapper mapper = model.GetRowToRowMapper(data.Schema);
        DataViewSchema.Column[] all = [.. mapper.OutputSchema];
        DataViewSchema.Column[] needed = [.. mapper.GetDependencies(all)];
        using DataViewRowCursor input = data.GetRowCursor(needed);
        using DataViewRow row = mapper.GetRow(input, all);
        Assert.AreSame(mapper.OutputSchema, row.Schema);
        Func<string> gotText = ViewReader.Texts(row, all);
        using DataViewRowCursor expected = view.GetRowCursor(view.Schema);
        Func<string> expectedText = ViewReader.Texts(expected, view.Schema);
        while (input.MoveNext())
        {
            Assert.IsTrue(expected.MoveNext());
            assertSameRow(expectedText(), gotText());
        }
    }

    /// <summary>Asserts that two schemas agree in columns, types, hiding and annotations.</summary>
    public static void AssertSame(DataViewSchema expected, DataViewSchema got) => CollectionAssert.AreEqual(
        expected.Select(Describe).ToList(), got.Select(Describe).ToList());

    private static string Describe(DataViewSchema.Column column)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        if (column.HasSlotNames())
            column.GetSlotNames(ref names);
        return $"{column.Index} {column.Name} {column.Type} hidden {column.IsHidden} normalized {column.IsNormalized()} slots {string.Join(' ', names.DenseValues())} " +
            string.Join(' ', column.Annotations.Schema.Select(kind => $"{kind.Name} {kind.Type}").Order(StringComparer.Ordinal));
    }

    /// <summary>Asserts that two readings gave the same rows, bit by bit.</summary>
    public static void AssertSame(Dictionary<string, string> expected, Dictionary<string, string> got)
    {
        Assert.HasCount(expected.Count, got);
        foreach ((string id, string values) in expected)
            Assert.AreEqual(values, got[id], $"row {id}");
    }
}
