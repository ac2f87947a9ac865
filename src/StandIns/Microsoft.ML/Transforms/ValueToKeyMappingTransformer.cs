using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Numbers the values of columns.</summary>
public sealed class ValueToKeyMappingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "TermTransform";
    private const string VocabularyDirectory = "Vocabulary";

    private readonly ValueTerms[] _terms;
    private readonly bool[] _valuesAsText;

    internal ValueToKeyMappingTransformer(IHostEnvironment env, (string Output, string Input)[] columns, ValueTerms[] terms, bool valuesAsText)
        : base(Contracts.CheckValue(env, nameof(env)).Register(nameof(ValueToKeyMappingTransformer)), columns)
    {
        _terms = terms;
        _valuesAsText = new bool[terms.Length];
        Array.Fill(_valuesAsText, valuesAsText);
    }

    private ValueToKeyMappingTransformer(IHost host, ModelLoadContext ctx)
        : base(host, ctx)
    {
        // Before version 2 no column's values were kept as text.
        _valuesAsText = new bool[ColumnPairs.Length];
        if (ctx.Header.ModelVerWritten >= 0x00010002)
        {
            for (int i = 0; i < _valuesAsText.Length; i++)
                _valuesAsText[i] = ctx.Reader.ReadByte() != 0;
        }

        ValueTerms[] terms = null;
        bool found = ctx.TryProcessSubModel(VocabularyDirectory, sub =>
        {
            sub.CheckAtModel(GetVocabularyVersionInfo());
            int count = sub.ReadCount(1 + sizeof(int));
            Contracts.CheckDecode(count == ColumnPairs.Length, $"Corrupt model file: {count} vocabularies for {ColumnPairs.Length} columns");
            terms = new ValueTerms[count];
            for (int i = 0; i < count; i++)
                terms[i] = ValueTerms.Load(sub);
            sub.Done();
        });
        Contracts.CheckDecode(found, "Corrupt model file: the vocabulary is missing");
        _terms = terms;
    }

    private static VersionInfo GetVersionInfo() => new(
        modelSignature: "TERMTRNF",
        verWrittenCur: 0x00010003,
        verReadableCur: 0x00010003,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: OfficialAssemblies.Data,
        loaderSignature: LoaderSignature);

    private static VersionInfo GetVocabularyVersionInfo() => new(
        modelSignature: "TERM MAN",
        verWrittenCur: 0x00010002,
        verReadableCur: 0x00010002,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: OfficialAssemblies.Data,
        loaderSignature: "TermManager");

    // Called by the component catalog.
    private static ValueToKeyMappingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(GetVersionInfo());
        return new ValueToKeyMappingTransformer(env.Register(nameof(ValueToKeyMappingTransformer)), ctx);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(GetVersionInfo());
        SaveColumns(ctx);
        foreach (bool asText in _valuesAsText)
            ctx.Writer.Write(asText);
        ctx.SaveSubModel(VocabularyDirectory, sub =>
        {
            sub.CheckAtModel();
            sub.SetVersionInfo(GetVocabularyVersionInfo());
            sub.Writer.Write(_terms.Length);
            foreach (ValueTerms terms in _terms)
                terms.Save(sub);
            sub.SaveTextStream("Terms.txt", writer => Array.ForEach(_terms, terms => terms.SaveText(writer)));
        });
    }

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int col, int srcCol)
    {
        DataViewType type = inputSchema[srcCol].Type;
        if (!PrimitiveTypes.ItemOf(type).Equals(_terms[col].ItemType))
            throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "input", inputSchema[srcCol].Name, _terms[col].ItemType.ToString(), type.ToString());
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper : OneToOneMapperBase
    {
        private readonly ValueToKeyMappingTransformer _parent;

        public Mapper(ValueToKeyMappingTransformer parent, DataViewSchema inputSchema)
            : base(parent.Host, parent, inputSchema)
        {
            _parent = parent;
        }

        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore()
            => Array.ConvertAll(Enumerable.Range(0, _parent.ColumnPairs.Length).ToArray(), i =>
            {
                DataViewSchema.Column column = InputSchema[ColMapNewToOld[i]];
                ValueTerms terms = _parent._terms[i];
                var annotations = new DataViewSchema.Annotations.Builder();
                annotations.Add(column.Annotations, name => name == AnnotationUtils.Kinds.SlotNames);
                if (terms.Count > 0)
                    terms.AddKeyValues(annotations, _parent._valuesAsText[i]);
                var key = new KeyDataViewType(typeof(uint), Math.Max(1, terms.Count));
                DataViewType type = column.Type is VectorDataViewType vector ? new VectorDataViewType(key, vector.Dimensions) : key;
                return new DataViewSchema.DetachedColumn(_parent.ColumnPairs[i].outputColumnName, type, annotations.ToAnnotations());
            });

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action disposer)
        {
            disposer = null;
            return _parent._terms[iinfo].MakeGetter(input, input.Schema[ColMapNewToOld[iinfo]]);
        }
    }
}
