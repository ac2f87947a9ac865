namespace Microsoft.ML.Data;

/// <summary>Values of one column at numbered places, copied from a row and handed out again.</summary>
internal abstract class ColumnBuffer
{
    /// <summary>A buffer for a column of any type.</summary>
    public static ColumnBuffer Create(DataViewSchema.Column column)
    {
        Type type = column.Type.RawType;
        if (type == typeof(ReadOnlyMemory<char>))
            return new TextBuffer(column);
        if (type == typeof(VBuffer<ReadOnlyMemory<char>>))
            return new TextVectorBuffer(column);
        Type buffer = column.Type is VectorDataViewType vector
            ? typeof(VectorBuffer<>).MakeGenericType(vector.ItemType.RawType)
            : typeof(ValueBuffer<>).MakeGenericType(type);
        return (ColumnBuffer)Activator.CreateInstance(buffer, column);
    }

    /// <summary>The row that values are copied from.</summary>
    public abstract void Bind(DataViewRow source);

    /// <summary>Copies the row's current value to a place.</summary>
    public abstract void Store(int place);

    /// <summary>A getter that copies the value out of the place that is current when it is called.</summary>
    public abstract Delegate MakeGetter(Func<int> current);

    private abstract class Typed<T> : ColumnBuffer
    {
        private readonly DataViewSchema.Column _column;
        private ValueGetter<T> _get;
        private T[] _values = [];

        protected Typed(DataViewSchema.Column column)
        {
            _column = column;
        }

        public sealed override void Bind(DataViewRow source) => _get = source.GetGetter<T>(source.Schema[_column.Index]);

        public sealed override void Store(int place)
        {
            if (place >= _values.Length)
                Array.Resize(ref _values, Math.Max(place + 1, _values.Length * 2));
            Take(_get, ref _values[place]);
        }

        public sealed override Delegate MakeGetter(Func<int> current)
            => (ValueGetter<T>)((ref T value) => Give(Volatile.Read(ref _values)[current()], ref value));

        protected abstract void Take(ValueGetter<T> get, ref T place);

        protected virtual void Give(in T place, ref T value) => value = place;
    }

    private sealed class ValueBuffer<T>(DataViewSchema.Column column) : Typed<T>(column)
    {
        protected override void Take(ValueGetter<T> get, ref T place) => get(ref place);
    }

    // Text may lie in a buffer that its source writes over.
    private sealed class TextBuffer(DataViewSchema.Column column) : Typed<ReadOnlyMemory<char>>(column)
    {
        protected override void Take(ValueGetter<ReadOnlyMemory<char>> get, ref ReadOnlyMemory<char> place)
        {
            get(ref place);
            place = place.ToString().AsMemory();
        }
    }

    private class VectorBuffer<T>(DataViewSchema.Column column) : Typed<VBuffer<T>>(column)
    {
        private VBuffer<T> _read;

        protected override void Take(ValueGetter<VBuffer<T>> get, ref VBuffer<T> place)
        {
            get(ref _read);
            _read.CopyTo(ref place);
        }

        protected override void Give(in VBuffer<T> place, ref VBuffer<T> value) => place.CopyTo(ref value);
    }

    private sealed class TextVectorBuffer(DataViewSchema.Column column) : VectorBuffer<ReadOnlyMemory<char>>(column)
    {
        protected override void Take(ValueGetter<VBuffer<ReadOnlyMemory<char>>> get, ref VBuffer<ReadOnlyMemory<char>> place)
        {
            base.Take(get, ref place);
            var editor = VBufferEditor.CreateFromBuffer(ref place);
            foreach (ref ReadOnlyMemory<char> text in editor.Values)
                text = text.ToString().AsMemory();
            place = editor.Commit();
        }
    }
}
