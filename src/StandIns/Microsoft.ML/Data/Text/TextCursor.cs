using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A cursor over lines of text; fields are parsed when their column is read.</summary>
internal sealed class TextCursor : RootCursor
{
    private const int BadValuesToShow = 10;

    private readonly TextLoader.Options _options;
    private readonly TextBinding _binding;
    private readonly TextLines _lines;
    private readonly LineFields _fields;
    private readonly IChannel _channel;
    private long _badValues;

    public TextCursor(IHost host, TextLoader.Options options, TextBinding binding, IMultiStreamSource source, bool[] active)
        : base(binding.Schema, active)
    {
        _options = options;
        _binding = binding;
        _lines = new TextLines(options, source);
        _fields = new LineFields(options);
        _channel = host.Start("Cursor");
    }

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        CheckActive(column);
        DataViewType type = Schema[column.Index].Type;
        string method = type is VectorDataViewType ? nameof(VectorGetter) : nameof(ValueGetter);
        var getter = (Delegate)GenericCall.Invoke(this, method, PrimitiveTypes.ItemOf(type).RawType, column);
        return ColumnSelection.Cast<TValue>(getter, column);
    }

    protected override bool MoveNextCore()
    {
        if (!_lines.MoveNext())
            return false;
        _fields.Split(_lines.Current);
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _lines.Dispose();
            _channel.Dispose();
        }
        base.Dispose(disposing);
    }

    private ValueGetter<T> ValueGetter<T>(DataViewSchema.Column column)
    {
        int field = _binding.Columns[column.Index].FixedFields[0];
        FieldParser<T> parse = FieldParsers.For<T>((PrimitiveDataViewType)column.Type, _options);
        return (ref T value) =>
        {
            CheckGood("getter");
            value = Parse(parse, field, column, -1);
        };
    }

    // Few values that are not default make the vector sparse.
    private ValueGetter<VBuffer<T>> VectorGetter<T>(DataViewSchema.Column column)
    {
        TextColumnBinding binding = _binding.Columns[column.Index];
        FieldParser<T> parse = FieldParsers.For<T>((PrimitiveDataViewType)PrimitiveTypes.ItemOf(column.Type), _options);
        EqualityComparer<T> comparer = EqualityComparer<T>.Default;
        bool isText = typeof(T) == typeof(ReadOnlyMemory<char>);
        return (ref VBuffer<T> vector) =>
        {
            CheckGood("getter");
            int[] fields = binding.IsVariable ? binding.Fields(_fields.Count).ToArray() : binding.FixedFields;
            var editor = VBufferEditor.Create(ref vector, fields.Length, requireIndicesOnDense: true);
            int stored = 0;
            for (int i = 0; i < fields.Length; i++)
            {
                T value = Parse(parse, fields[i], column, i);
                bool isDefault = isText ? ((ReadOnlyMemory<char>)(object)value).IsEmpty : comparer.Equals(value, default);
                if (isDefault)
                    continue;
                editor.Values[stored] = value;
                editor.Indices[stored++] = i;
            }
            vector = editor.CommitTruncated(stored);
            if (stored < fields.Length && stored * 2 >= fields.Length)
                Densify(ref vector);
        };
    }

    // In place, from the end, so that nothing is written over before it is read.
    private static void Densify<T>(ref VBuffer<T> vector)
    {
        int next = vector.GetValues().Length - 1;
        int length = vector.Length;
        var editor = VBufferEditor.Create(ref vector, length, keepOldOnResize: true, requireIndicesOnDense: true);
        for (int i = length - 1; i >= 0; i--)
        {
            bool isStored = next >= 0 && editor.Indices[next] == i;
            editor.Values[i] = isStored ? editor.Values[next--] : default;
        }
        vector = editor.Commit();
    }

    private T Parse<T>(FieldParser<T> parse, int field, DataViewSchema.Column column, int slot)
    {
        // A field that the line lacks is default, unlike one that is there and empty.
        if (_fields.OrNull(field) is not ReadOnlyMemory<char> text)
            return default;
        if (!parse(text, out T value))
        {
            // Real numbers and keys have a value that stands for a missing one, others have not.
            if (typeof(T) != typeof(float) && typeof(T) != typeof(double) && PrimitiveTypes.ItemOf(column.Type) is not KeyDataViewType)
                throw Unparsable(text, column, slot);
            NoteBadValue(column, slot);
        }
        return value;
    }

    // Officially as soon as the cursor moves, because lines are parsed ahead.
    private FormatException Unparsable(ReadOnlyMemory<char> text, DataViewSchema.Column column, int slot)
    {
        string message = slot < 0
            ? $"Could not parse value {text} in line {_lines.LineNumber}, column {column.Name}"
            : $"Could not parse value {text} in slot {slot} of column {column.Name} in line {_lines.LineNumber}";
        return new FormatException($"Parsing failed with an exception: {message}", new InvalidOperationException(message));
    }

    private void NoteBadValue(DataViewSchema.Column column, int slot)
    {
        if (++_badValues > BadValuesToShow)
            return;
        string place = slot < 0 ? "" : $" at slot {slot}";
        _channel.Info(MessageSensitivity.Schema, $"  Bad value at line {_lines.LineNumber} in column {column.Name}{place}");
        if (_badValues == BadValuesToShow)
            _channel.Info(MessageSensitivity.None, "  Suppressing further bad value messages");
    }
}
