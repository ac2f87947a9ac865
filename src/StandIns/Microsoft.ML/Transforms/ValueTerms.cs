using System.Globalization;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>The values of a column that have a key, in the order of their keys.</summary>
internal abstract class ValueTerms
{
    private protected ValueTerms(PrimitiveDataViewType itemType) => ItemType = itemType;

    public PrimitiveDataViewType ItemType { get; }

    public abstract int Count { get; }

    /// <summary>No terms yet, for values of this type.</summary>
    public static ValueTerms Make(PrimitiveDataViewType itemType) => itemType is TextDataViewType
        ? new TextTerms()
        : (ValueTerms)GenericCall.Invoke(typeof(ValueTerms), nameof(MakeOf), itemType.RawType, itemType);

    private static ValueTerms MakeOf<T>(PrimitiveDataViewType itemType) => new CodedTerms<T>(itemType);

    /// <summary>Adds the values of the current row each time it is called, until there are so many.</summary>
    public abstract Action MakeReader(DataViewRow row, DataViewSchema.Column column, int maximum);

    /// <summary>Orders the terms by value.</summary>
    public abstract void Sort();

    /// <summary>A getter of keys for a column of values: 0 for values without a key.</summary>
    public abstract Delegate MakeGetter(DataViewRow row, DataViewSchema.Column column);

    /// <summary>Adds the annotation with the values in the order of the keys.</summary>
    public abstract void AddKeyValues(DataViewSchema.Annotations.Builder builder, bool asText);

    public abstract void Save(ModelSaveContext ctx);

    public abstract void SaveText(TextWriter writer);

    public static ValueTerms Load(ModelLoadContext ctx)
    {
        byte kind = ctx.Reader.ReadByte();
        Contracts.CheckDecode(kind <= CodedKind, $"Corrupt model file: vocabulary of kind {kind}");
        if (kind == TextKind)
        {
            var terms = new TextTerms();
            terms.LoadTerms(ctx);
            return terms;
        }

        IdvCodec codec = IdvCodec.ReadDefinition(ctx.Reader);
        Contracts.CheckDecode(codec?.Type is PrimitiveDataViewType and not KeyDataViewType, "Corrupt model file: vocabulary of an unknown type");
        ValueTerms coded = Make((PrimitiveDataViewType)codec.Type);
        coded.LoadValues(ctx, codec);
        return coded;
    }

    private protected const byte TextKind = 0;
    private protected const byte CodedKind = 1;

    private protected virtual void LoadValues(ModelLoadContext ctx, IdvCodec codec) => throw new NotSupportedException();
}

/// <summary>Terms of one type of value.</summary>
/// <typeparam name="T">Type of the values in the data.</typeparam>
/// <typeparam name="TKey">Type that they are compared as.</typeparam>
internal abstract class ValueTerms<T, TKey> : ValueTerms
{
    private readonly Dictionary<TKey, uint> _keys;

    private protected ValueTerms(PrimitiveDataViewType itemType, IEqualityComparer<TKey> comparer) : base(itemType)
        => _keys = new Dictionary<TKey, uint>(comparer);

    private protected List<TKey> Terms { get; } = [];

    public override int Count => Terms.Count;

    /// <summary>The value to look up; false for a missing one, which never has a key.</summary>
    private protected abstract bool TryGetTerm(T value, out TKey term);

    private protected bool TryAdd(TKey term)
    {
        if (!_keys.TryAdd(term, (uint)Terms.Count + 1))
            return false;
        Terms.Add(term);
        return true;
    }

    private uint KeyOf(T value) => TryGetTerm(value, out TKey term) && _keys.TryGetValue(term, out uint key) ? key : 0;

    private protected abstract IComparer<TKey> Order { get; }

    public override void Sort()
    {
        TKey[] terms = [.. Terms];
        Array.Sort(terms, Order);
        Terms.Clear();
        _keys.Clear();
        Array.ForEach(terms, term => TryAdd(term));
    }

    public override Action MakeReader(DataViewRow row, DataViewSchema.Column column, int maximum)
    {
        if (column.Type is not VectorDataViewType)
        {
            ValueGetter<T> get = row.GetGetter<T>(column);
            T value = default;
            return () =>
            {
                get(ref value);
                Add(value, maximum);
            };
        }

        ValueGetter<VBuffer<T>> getVector = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> vector = default;
        return () =>
        {
            getVector(ref vector);
            foreach (T value in vector.DenseValues())
                Add(value, maximum);
        };
    }

    private void Add(T value, int maximum)
    {
        if (Terms.Count < maximum && TryGetTerm(value, out TKey term))
            TryAdd(term);
    }

    public override Delegate MakeGetter(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is not VectorDataViewType)
        {
            ValueGetter<T> get = row.GetGetter<T>(column);
            T value = default;
            return (ValueGetter<uint>)((ref uint key) =>
            {
                get(ref value);
                key = KeyOf(value);
            });
        }

        ValueGetter<VBuffer<T>> getVector = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> vector = default;
        return (ValueGetter<VBuffer<uint>>)((ref VBuffer<uint> keys) =>
        {
            getVector(ref vector);
            VBufferEditor<uint> editor = VBufferEditor.Create(ref keys, vector.Length);
            int slot = 0;
            foreach (T value in vector.DenseValues())
                editor.Values[slot++] = KeyOf(value);
            keys = editor.Commit();
        });
    }
}

/// <summary>Texts; an empty one is missing.</summary>
internal sealed class TextTerms() : ValueTerms<ReadOnlyMemory<char>, string>(TextDataViewType.Instance, StringComparer.Ordinal)
{
    private protected override IComparer<string> Order => StringComparer.Ordinal;

    private protected override bool TryGetTerm(ReadOnlyMemory<char> value, out string term)
    {
        term = value.ToString();
        return term.Length > 0;
    }

    public override void AddKeyValues(DataViewSchema.Annotations.Builder builder, bool asText)
    {
        ReadOnlyMemory<char>[] values = [.. Terms.Select(term => term.AsMemory())];
        builder.Add(AnnotationUtils.Kinds.KeyValues, new VectorDataViewType(TextDataViewType.Instance, values.Length),
            (ref VBuffer<ReadOnlyMemory<char>> destination) => VBuffer<ReadOnlyMemory<char>>.Copy(values, 0, ref destination, values.Length));
    }

    public override void Save(ModelSaveContext ctx)
    {
        ctx.Writer.Write(TextKind);
        ctx.Writer.Write(Terms.Count);
        foreach (string term in Terms)
            ctx.SaveNonEmptyString(term);
    }

    public void LoadTerms(ModelLoadContext ctx)
    {
        int count = ctx.ReadCount(sizeof(int));
        for (int i = 0; i < count; i++)
            Contracts.CheckDecode(TryAdd(ctx.LoadNonEmptyString()), "Corrupt model file: a vocabulary has a term twice");
    }

    public override void SaveText(TextWriter writer)
    {
        writer.WriteLine("# Number of terms = {0}", Terms.Count);
        for (int i = 0; i < Terms.Count; i++)
            writer.WriteLine("{0}\t{1}", i, Terms[i]);
    }
}

/// <summary>Numbers, Booleans and times; NaN is missing.</summary>
internal sealed class CodedTerms<T>(PrimitiveDataViewType itemType) : ValueTerms<T, T>(itemType, EqualityComparer<T>.Default)
{
    private protected override IComparer<T> Order => Comparer<T>.Default;

    private protected override bool TryGetTerm(T value, out T term)
    {
        term = value;
        return value is not (float.NaN or double.NaN);
    }

    public override void AddKeyValues(DataViewSchema.Annotations.Builder builder, bool asText)
    {
        if (asText)
        {
            ReadOnlyMemory<char>[] texts = [.. Terms.Select(term => Text(term).AsMemory())];
            builder.Add(AnnotationUtils.Kinds.KeyValues, new VectorDataViewType(TextDataViewType.Instance, texts.Length),
                (ref VBuffer<ReadOnlyMemory<char>> destination) => VBuffer<ReadOnlyMemory<char>>.Copy(texts, 0, ref destination, texts.Length));
            return;
        }

        T[] values = [.. Terms];
        builder.Add(AnnotationUtils.Kinds.KeyValues, new VectorDataViewType(ItemType, values.Length),
            (ref VBuffer<T> destination) => VBuffer<T>.Copy(values, 0, ref destination, values.Length));
    }

    private static string Text(T term) => term is IFormattable formattable
        ? formattable.ToString(term is float or double ? "R" : null, CultureInfo.InvariantCulture)
        : term.ToString();

    public override void Save(ModelSaveContext ctx)
    {
        var codec = (IdvCodec<T>)IdvCodecs.OrNull(ItemType);
        ctx.Writer.Write(CodedKind);
        codec.WriteDefinition(ctx.Writer);
        ctx.Writer.Write(Terms.Count);
        codec.WriteItems(ctx.Writer, Terms.ToArray());
    }

    private protected override void LoadValues(ModelLoadContext ctx, IdvCodec codec)
    {
        int count = ctx.ReadCount(0);
        foreach (T term in ((IdvCodec<T>)codec).ReadItems(ctx.Reader, count))
            Contracts.CheckDecode(TryAdd(term), "Corrupt model file: a vocabulary has a term twice");
    }

    public override void SaveText(TextWriter writer)
    {
        writer.WriteLine("# Number of terms of type '{0}' = {1}", ItemType, Terms.Count);
        for (int i = 0; i < Terms.Count; i++)
            writer.WriteLine("{0}\t{1}", i, Text(Terms[i]));
    }
}
