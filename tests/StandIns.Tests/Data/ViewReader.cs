using Microsoft.ML;
using Microsoft.ML.Data;

namespace StandIns.Tests.Data;

/// <summary>Reads views through their cursors, as a component does.</summary>
internal static class ViewReader
{
    /// <summary>The identity and a value of each row, in the order of the cursor.</summary>
    public static List<(DataViewRowId Id, T Value)> Rows<T>(IDataView view, string column, Random? rand = null)
    {
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema[column]], rand);
        return Rows<T>(cursor, column);
    }

    /// <summary>The rows of a set of cursors, each read by a thread of its own.</summary>
    public static List<(DataViewRowId Id, T Value)> ParallelRows<T>(IDataView view, string column, int cursors, Random? rand = null)
    {
        DataViewRowCursor[] set = view.GetRowCursorSet([view.Schema[column]], cursors, rand);
        Task<List<(DataViewRowId, T)>>[] tasks = set.Select(cursor => Task.Run(() =>
        {
            using (cursor)
                return Rows<T>(cursor, column);
        })).ToArray();
        return Task.WhenAll(tasks).GetAwaiter().GetResult().SelectMany(rows => rows).ToList();
    }

    /// <summary>Counts the rows without asking for a column.</summary>
    public static int Count(IDataView view)
    {
        using DataViewRowCursor cursor = view.GetRowCursor([]);
        int count = 0;
        while (cursor.MoveNext())
            count++;
        return count;
    }

    private static List<(DataViewRowId Id, T Value)> Rows<T>(DataViewRowCursor cursor, string column)
    {
        ValueGetter<T> get = cursor.GetGetter<T>(cursor.Schema[column]);
        ValueGetter<DataViewRowId> getId = cursor.GetIdGetter();
        var rows = new List<(DataViewRowId, T)>();
        while (cursor.MoveNext())
        {
            T value = default!;
            DataViewRowId id = default;
            get(ref value);
            getId(ref id);
            rows.Add((id, value));
        }
        return rows;
    }
}
