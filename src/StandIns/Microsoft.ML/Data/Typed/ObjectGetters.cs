using System.Numerics;

namespace Microsoft.ML.Data;

/// <summary>Getters of columns over the members of a current object.</summary>
internal sealed class ObjectGetters<TRow>
    where TRow : class
{
    private readonly MemberBinding[] _bindings;
    private readonly Delegate[] _readers;

    public ObjectGetters(MemberBinding[] bindings)
    {
        _bindings = bindings;
        _readers = new Delegate[bindings.Length];
        var builder = new DataViewSchema.Builder();
        foreach (MemberBinding binding in bindings)
            builder.AddColumn(binding.ColumnName, binding.ColumnType, binding.Annotations);
        Schema = builder.ToSchema();
    }

    public DataViewSchema Schema { get; }

    /// <summary>A getter of a column that reads whatever object is current when it is called.</summary>
    public ValueGetter<TValue> Make<TValue>(DataViewSchema.Column column, Func<TRow> current)
    {
        MemberBinding binding = _bindings[column.Index];
        Type type = binding.MemberType;
        Delegate getter;
        if (type == typeof(string))
            getter = Text(Reader<string>(column.Index), current);
        else if (type == typeof(string[]))
            getter = Texts(Reader<string[]>(column.Index), current);
        else if (type.IsArray)
            getter = Call(nameof(ArrayOf), type.GetElementType(), column.Index, current);
        else if (binding.ColumnType is VectorDataViewType vector)
            getter = Call(nameof(VectorOf), vector.ItemType.RawType, column.Index, current);
        else if (binding.ColumnType is KeyDataViewType key)
            getter = KeyOf(key, column.Index, current);
        else
            getter = Call(nameof(ValueOf), type, column.Index, current);
        return ColumnSelection.Cast<TValue>(getter, column);
    }

    private Delegate Call(string method, Type type, int index, Func<TRow> current)
        => (Delegate)GenericCall.Invoke(this, method, type, index, current);

    private Func<TRow, T> Reader<T>(int index)
    {
        // Two threads may both compile one; either serves.
        Delegate reader = Volatile.Read(ref _readers[index]);
        if (reader == null)
            Volatile.Write(ref _readers[index], reader = MemberAccess.Reader<TRow, T>(_bindings[index].Member));
        return (Func<TRow, T>)reader;
    }

    private static ValueGetter<ReadOnlyMemory<char>> Text(Func<TRow, string> read, Func<TRow> current)
        => (ref ReadOnlyMemory<char> value) => value = read(current()).AsMemory();

    private static ValueGetter<VBuffer<ReadOnlyMemory<char>>> Texts(Func<TRow, string[]> read, Func<TRow> current)
        => (ref VBuffer<ReadOnlyMemory<char>> value) =>
        {
            string[] texts = read(current()) ?? [];
            var editor = VBufferEditor.Create(ref value, texts.Length);
            for (int i = 0; i < texts.Length; i++)
                editor.Values[i] = texts[i].AsMemory();
            value = editor.Commit();
        };

    private ValueGetter<VBuffer<T>> ArrayOf<T>(int index, Func<TRow> current)
    {
        Func<TRow, T[]> read = Reader<T[]>(index);
        return (ref VBuffer<T> value) =>
        {
            T[] items = read(current());
            VBuffer<T>.Copy(items, 0, ref value, items?.Length ?? 0);
        };
    }

    private ValueGetter<VBuffer<T>> VectorOf<T>(int index, Func<TRow> current)
    {
        Func<TRow, VBuffer<T>> read = Reader<VBuffer<T>>(index);
        return (ref VBuffer<T> value) => read(current()).CopyTo(ref value);
    }

    private ValueGetter<T> ValueOf<T>(int index, Func<TRow> current)
    {
        Func<TRow, T> read = Reader<T>(index);
        return (ref T value) => value = read(current());
    }

    private Delegate KeyOf(KeyDataViewType type, int index, Func<TRow> current)
    {
        if (type.RawType == typeof(uint))
            return Key<uint>(type.Count, index, current);
        if (type.RawType == typeof(byte))
            return Key<byte>(type.Count, index, current);
        return type.RawType == typeof(ushort) ? Key<ushort>(type.Count, index, current) : Key<ulong>(type.Count, index, current);
    }

    // In the object the first value is 0, in the view it is 1; what is out of range is missing, which is 0 in the view.
    private ValueGetter<T> Key<T>(ulong count, int index, Func<TRow> current)
        where T : IUnsignedNumber<T>
    {
        Func<TRow, T> read = Reader<T>(index);
        return (ref T value) =>
        {
            T raw = read(current());
            value = ulong.CreateTruncating(raw) < count ? raw + T.One : T.Zero;
        };
    }
}
