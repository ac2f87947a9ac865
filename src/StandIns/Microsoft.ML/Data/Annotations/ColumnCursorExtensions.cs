using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Reads one column of a view.</summary>
public static class ColumnCursorExtensions
{
    /// <summary>The values of the column of a name, read when they are enumerated. Text can be read as string, a vector as an array.</summary>
    public static IEnumerable<T> GetColumn<T>(this IDataView data, string columnName)
    {
        Contracts.CheckValue(data, nameof(data));
        Contracts.CheckNonEmpty(columnName, nameof(columnName));
        return GetColumn<T>(data, data.Schema[columnName]);
    }

    /// <summary>The values of a column, read when they are enumerated. Text can be read as string, a vector as an array.</summary>
    public static IEnumerable<T> GetColumn<T>(this IDataView data, DataViewSchema.Column column)
    {
        Contracts.CheckValue(data, nameof(data));
        Contracts.CheckParam(column.Index >= 0 && column.Index < data.Schema.Count && data.Schema[column.Index].Name == column.Name, nameof(column),
            $"Column '{column.Name}' does not belong to the schema of the view");
        DataViewType type = column.Type;
        if (type.RawType == typeof(T))
            return Read<T, T>(data, column, value => value);
        if (typeof(T) == typeof(string) && type is TextDataViewType)
            return (IEnumerable<T>)Read<ReadOnlyMemory<char>, string>(data, column, text => text.ToString());
        if (typeof(T).IsArray)
        {
            if (type is not VectorDataViewType vector)
                throw Contracts.ExceptParam(nameof(column), $"Cannot load vector type, '{type}', specified in {column.Name} to the user-defined type, '{typeof(T)}'.");
            Type item = typeof(T).GetElementType();
            if (item == typeof(string) && vector.ItemType is TextDataViewType)
                return (IEnumerable<T>)Read<VBuffer<ReadOnlyMemory<char>>, string[]>(data, column, texts => texts.DenseValues().Select(text => text.ToString()).ToArray());
            if (item == vector.ItemType.RawType)
                return (IEnumerable<T>)GenericCall.Invoke(typeof(ColumnCursorExtensions), nameof(ReadArrays), item, data, column);
        }
        throw Contracts.ExceptParam(nameof(column), $"Could not map a data view column '{column.Name}' of type {type} to {typeof(T)}.");
    }

    private static IEnumerable<TItem[]> ReadArrays<TItem>(IDataView data, DataViewSchema.Column column)
        => Read<VBuffer<TItem>, TItem[]>(data, column, vector =>
        {
            var items = new TItem[vector.Length];
            vector.CopyTo(items);
            return items;
        });

    private static IEnumerable<TResult> Read<TValue, TResult>(IDataView data, DataViewSchema.Column column, Func<TValue, TResult> convert)
    {
        using DataViewRowCursor cursor = data.GetRowCursor([column]);
        ValueGetter<TValue> get = cursor.GetGetter<TValue>(column);
        while (cursor.MoveNext())
        {
            // A value of its own for each row: a vector's arrays would else be shared by all of them.
            TValue value = default;
            get(ref value);
            yield return convert(value);
        }
    }
}
