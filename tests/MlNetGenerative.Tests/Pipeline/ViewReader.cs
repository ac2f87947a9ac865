using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetGenerative.Tests.Pipeline;

/// <summary>Reads rows as texts that are equal only when every bit of every value is.</summary>
internal static class ViewReader
{
    /// <summary>All rows by their id, all columns, hidden ones included.</summary>
    public static Dictionary<string, string> ById(IDataView view, Random? rand = null) => Collect([view.GetRowCursor(view.Schema, rand)], view.Schema);

    /// <summary>All rows by their id, read by several cursors one after the other.</summary>
    public static Dictionary<string, string> ByIdFromSet(IDataView view, int cursors, Random? rand = null) =>
        Collect(view.GetRowCursorSet(view.Schema, cursors, rand), view.Schema);

    /// <summary>The named columns of all rows in order.</summary>
    public static List<string> Rows(IDataView view, params string[] columns)
    {
        DataViewSchema.Column[] read = [.. columns.Select(name => view.Schema[name])];
        var rows = new List<string>();
        using DataViewRowCursor cursor = view.GetRowCursor(read);
        Func<string> text = Texts(cursor, read);
        while (cursor.MoveNext())
            rows.Add(text());
        return rows;
    }

    /// <summary>A function that gives the text of the row's current values.</summary>
    public static Func<string> Texts(DataViewRow row, IEnumerable<DataViewSchema.Column> columns)
    {
        Func<string>[] texts = [.. columns.Select(column => Text(row, column))];
        return () => string.Join(' ', texts.Select(text => text()));
    }

    public static string Hex(ReadOnlySpan<float> values) => Convert.ToHexString(MemoryMarshal.AsBytes(values));

    /// <summary>The values of a vector column, dense.</summary>
    public static List<float[]> Vectors(IDataView view, string column)
    {
        var vectors = new List<float[]>();
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema[column]]);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(view.Schema[column]);
        VBuffer<float> value = default;
        while (cursor.MoveNext())
        {
            getter(ref value);
            vectors.Add([.. value.DenseValues()]);
        }
        return vectors;
    }

    /// <summary>The values of a column of one value a row.</summary>
    public static List<T> Scalars<T>(IDataView view, string column)
    {
        var scalars = new List<T>();
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema[column]]);
        ValueGetter<T> getter = cursor.GetGetter<T>(view.Schema[column]);
        T value = default!;
        while (cursor.MoveNext())
        {
            getter(ref value);
            scalars.Add(value);
        }
        return scalars;
    }

    private static Dictionary<string, string> Collect(DataViewRowCursor[] cursors, DataViewSchema schema)
    {
        var rows = new Dictionary<string, string>();
        foreach (DataViewRowCursor cursor in cursors)
        {
            using (cursor)
            {
                Func<string> text = Texts(cursor, schema);
                ValueGetter<DataViewRowId> getId = cursor.GetIdGetter();
                DataViewRowId id = default;
                while (cursor.MoveNext())
                {
                    getId(ref id);
                    rows.Add(id.ToString(), text());
                }
            }
        }
        return rows;
    }

    private static Func<string> Text(DataViewRow row, DataViewSchema.Column column)
    {
        Type type = column.Type.RawType;
        if (type == typeof(VBuffer<float>))
            return Text<VBuffer<float>>(row, column, value => Hex([.. value.DenseValues()]));
        if (type == typeof(float))
            return Text<float>(row, column, value => Hex([value]));
        if (type == typeof(bool))
            return Text<bool>(row, column, value => value ? "true" : "false");
        if (type == typeof(uint))
            return Text<uint>(row, column, value => value.ToString());
        if (type == typeof(ReadOnlyMemory<char>))
            return Text<ReadOnlyMemory<char>>(row, column, value => value.ToString());
        throw new NotSupportedException($"No text for {column}.");
    }

    private static Func<string> Text<T>(DataViewRow row, DataViewSchema.Column column, Func<T, string> text)
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            getter(ref value);
            return text(value);
        };
    }
}
