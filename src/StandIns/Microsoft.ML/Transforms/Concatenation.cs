using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>One concatenation bound to a schema: its column, with annotations, and its getter.</summary>
internal sealed class Concatenation
{
    private readonly DataViewSchema.Column[] _sources;
    private readonly string[] _aliases;
    private readonly PrimitiveDataViewType _itemType;

    public Concatenation(DataViewSchema schema, string name, (string Name, string Alias)[] sources)
    {
        _sources = Array.ConvertAll(sources, source => schema.GetColumnOrNull(source.Name)
            ?? throw Contracts.ExceptSchemaMismatch("inputSchema", "input", source.Name));
        _aliases = Array.ConvertAll(sources, source => source.Alias);
        _itemType = PrimitiveTypes.ItemOf(_sources[0].Type) as PrimitiveDataViewType
            ?? throw Contracts.ExceptSchemaMismatch("inputSchema", "input", _sources[0].Name, "a primitive value or a vector", _sources[0].Type.ToString());
        foreach (DataViewSchema.Column source in _sources)
        {
            if (!PrimitiveTypes.ItemOf(source.Type).Equals(_itemType))
                throw Contracts.ExceptSchemaMismatch("inputSchema", "input", source.Name, _itemType.ToString(), source.Type.ToString());
        }

        Column = IsIdentity
            ? new DataViewSchema.DetachedColumn(name, _sources[0].Type, _sources[0].Annotations)
            : new DataViewSchema.DetachedColumn(name, new VectorDataViewType(_itemType, TotalSize()), MakeAnnotations());
    }

    public DataViewSchema.DetachedColumn Column { get; }

    /// <summary>Indices of the input columns.</summary>
    public IEnumerable<int> Sources => _sources.Select(source => source.Index);

    private bool IsIdentity => _sources.Length == 1 && _sources[0].Type is VectorDataViewType;

    /// <summary>Number of items, 0 when a source's length is not known.</summary>
    private int TotalSize()
    {
        int size = 0;
        foreach (DataViewSchema.Column source in _sources)
        {
            int own = SizeOf(source);
            if (own == 0)
                return 0;
            size = checked(size + own);
        }

        return size;
    }

    private static int SizeOf(DataViewSchema.Column column) => column.Type is VectorDataViewType vector ? vector.Size : 1;

    private DataViewSchema.Annotations MakeAnnotations()
    {
        var builder = new DataViewSchema.Annotations.Builder();
        if (_sources.All(source => source.IsNormalized()))
            builder.AddPrimitiveValue(AnnotationUtils.Kinds.IsNormalized, BooleanDataViewType.Instance, true);
        int size = TotalSize();
        if (size > 0 && _sources.Any(source => source.Type is not VectorDataViewType || source.HasSlotNames()))
        {
            builder.Add(AnnotationUtils.Kinds.SlotNames, new VectorDataViewType(TextDataViewType.Instance, size),
                (ref VBuffer<ReadOnlyMemory<char>> names) => VBuffer<ReadOnlyMemory<char>>.Copy(SlotNames(size), 0, ref names, size));
        }

        return builder.ToAnnotations();
    }

    /// <summary>A scalar's slot has the column's name, a vector's slot the column's name, a point and the slot's own name.</summary>
    private ReadOnlyMemory<char>[] SlotNames(int size)
    {
        var names = new ReadOnlyMemory<char>[size];
        int slot = 0;
        for (int i = 0; i < _sources.Length; i++)
        {
            DataViewSchema.Column source = _sources[i];
            string prefix = _aliases[i] ?? source.Name;
            if (source.Type is not VectorDataViewType)
            {
                names[slot] = prefix.AsMemory();
            }
            else if (source.HasSlotNames())
            {
                VBuffer<ReadOnlyMemory<char>> own = default;
                source.GetSlotNames(ref own);
                foreach (KeyValuePair<int, ReadOnlyMemory<char>> item in own.Items())
                {
                    if (!item.Value.IsEmpty)
                        names[slot + item.Key] = (prefix.Length == 0 ? item.Value.ToString() : $"{prefix}.{item.Value}").AsMemory();
                }
            }

            slot += SizeOf(source);
        }

        return names;
    }

    public Delegate MakeGetter(DataViewRow input) => (Delegate)GenericCall.Invoke(this, nameof(MakeGetterOf), _itemType.RawType, input);

    private Delegate MakeGetterOf<T>(DataViewRow input)
    {
        if (IsIdentity)
            return input.GetGetter<VBuffer<T>>(input.Schema[_sources[0].Index]);

        var scalars = new ValueGetter<T>[_sources.Length];
        var vectors = new ValueGetter<VBuffer<T>>[_sources.Length];
        for (int i = 0; i < _sources.Length; i++)
        {
            DataViewSchema.Column column = input.Schema[_sources[i].Index];
            if (column.Type is VectorDataViewType)
                vectors[i] = input.GetGetter<VBuffer<T>>(column);
            else
                scalars[i] = input.GetGetter<T>(column);
        }

        var buffers = new VBuffer<T>[_sources.Length];
        var values = new T[_sources.Length];
        return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> destination) =>
        {
            int length = 0, stored = 0;
            for (int i = 0; i < buffers.Length; i++)
            {
                if (vectors[i] == null)
                {
                    scalars[i](ref values[i]);
                    length++;
                    stored++;
                }
                else
                {
                    vectors[i](ref buffers[i]);
                    length = checked(length + buffers[i].Length);
                    stored += buffers[i].GetValues().Length;
                }
            }

            // Sparse only when that is smaller: half of the items at most.
            if (stored <= length / 2)
                FillSparse(ref destination, length, stored, vectors, buffers, values);
            else
                FillDense(ref destination, length, vectors, buffers, values);
        });
    }

    private static void FillDense<T>(ref VBuffer<T> destination, int length, ValueGetter<VBuffer<T>>[] vectors, VBuffer<T>[] buffers, T[] values)
    {
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, length);
        int slot = 0;
        for (int i = 0; i < buffers.Length; i++)
        {
            if (vectors[i] == null)
            {
                editor.Values[slot++] = values[i];
                continue;
            }

            buffers[i].CopyTo(editor.Values, slot);
            slot += buffers[i].Length;
        }

        destination = editor.Commit();
    }

    private static void FillSparse<T>(ref VBuffer<T> destination, int length, int stored, ValueGetter<VBuffer<T>>[] vectors, VBuffer<T>[] buffers, T[] values)
    {
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, length, stored);
        int slot = 0, next = 0;
        for (int i = 0; i < buffers.Length; i++)
        {
            if (vectors[i] == null)
            {
                editor.Values[next] = values[i];
                editor.Indices[next++] = slot++;
                continue;
            }

            ReadOnlySpan<T> own = buffers[i].GetValues();
            ReadOnlySpan<int> indices = buffers[i].GetIndices();
            for (int k = 0; k < own.Length; k++, next++)
            {
                editor.Values[next] = own[k];
                editor.Indices[next] = slot + (buffers[i].IsDense ? k : indices[k]);
            }

            slot += buffers[i].Length;
        }

        destination = editor.Commit();
    }
}
