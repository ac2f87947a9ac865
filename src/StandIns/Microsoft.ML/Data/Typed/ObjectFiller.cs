namespace Microsoft.ML.Data;

/// <summary>Writes the values of a row into the members of an object.</summary>
internal static class ObjectFiller
{
    /// <summary>An action that fills an object from wherever the row stands when it is called.</summary>
    public static Action<TRow> Make<TRow>(DataViewRow row, MemberBinding[] members)
        where TRow : class
    {
        Action<TRow>[] fills = Array.ConvertAll(members, member => For<TRow>(row, member));
        return target =>
        {
            foreach (Action<TRow> fill in fills)
                fill(target);
        };
    }

    private static Action<TRow> For<TRow>(DataViewRow row, MemberBinding member)
        where TRow : class
    {
        DataViewSchema.Column column = row.Schema[member.ColumnName];
        Type type = member.MemberType;
        if (type == typeof(string))
            return Text(row.GetGetter<ReadOnlyMemory<char>>(column), MemberAccess.Writer<TRow, string>(member.Member));
        if (type == typeof(string[]))
            return Texts(row.GetGetter<VBuffer<ReadOnlyMemory<char>>>(column), MemberAccess.Writer<TRow, string[]>(member.Member));
        string method = type.IsArray ? nameof(Filler<TRow>.ArrayOf) : column.Type is VectorDataViewType ? nameof(Filler<TRow>.VectorOf) : nameof(Filler<TRow>.ValueOf);
        return (Action<TRow>)GenericCall.Invoke(typeof(Filler<TRow>), method, PrimitiveTypes.ItemOf(column.Type).RawType, row, column, member);
    }

    private static Action<TRow> Text<TRow>(ValueGetter<ReadOnlyMemory<char>> get, Action<TRow, string> write)
    {
        ReadOnlyMemory<char> value = default;
        return target =>
        {
            get(ref value);
            write(target, value.ToString());
        };
    }

    private static Action<TRow> Texts<TRow>(ValueGetter<VBuffer<ReadOnlyMemory<char>>> get, Action<TRow, string[]> write)
    {
        VBuffer<ReadOnlyMemory<char>> value = default;
        return target =>
        {
            get(ref value);
            write(target, value.DenseValues().Select(text => text.ToString()).ToArray());
        };
    }

    private static class Filler<TRow>
        where TRow : class
    {
        public static Action<TRow> ValueOf<T>(DataViewRow row, DataViewSchema.Column column, MemberBinding member)
        {
            ValueGetter<T> get = row.GetGetter<T>(column);
            Action<TRow, T> write = MemberAccess.Writer<TRow, T>(member.Member);
            T value = default;
            return target =>
            {
                get(ref value);
                write(target, value);
            };
        }

        public static Action<TRow> VectorOf<T>(DataViewRow row, DataViewSchema.Column column, MemberBinding member)
        {
            ValueGetter<VBuffer<T>> get = row.GetGetter<VBuffer<T>>(column);
            Action<TRow, VBuffer<T>> write = MemberAccess.Writer<TRow, VBuffer<T>>(member.Member);
            VBuffer<T> buffer = default;
            return target =>
            {
                get(ref buffer);
                // A copy: the buffer is written over by the next row.
                VBuffer<T> copy = default;
                buffer.CopyTo(ref copy);
                write(target, copy);
            };
        }

        public static Action<TRow> ArrayOf<T>(DataViewRow row, DataViewSchema.Column column, MemberBinding member)
        {
            ValueGetter<VBuffer<T>> get = row.GetGetter<VBuffer<T>>(column);
            Func<TRow, T[]> read = MemberAccess.ReaderOrNull<TRow, T[]>(member.Member);
            Action<TRow, T[]> write = MemberAccess.Writer<TRow, T[]>(member.Member);
            VBuffer<T> buffer = default;
            return target =>
            {
                get(ref buffer);
                T[] items = read?.Invoke(target);
                if (items?.Length != buffer.Length)
                    items = new T[buffer.Length];
                buffer.CopyTo(items);
                write(target, items);
            };
        }
    }
}
