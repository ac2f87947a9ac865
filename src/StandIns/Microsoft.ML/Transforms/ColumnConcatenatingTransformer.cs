using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.Data;

/// <summary>Concatenates columns into vectors.</summary>
public sealed class ColumnConcatenatingTransformer : RowToRowTransformerBase
{
    internal const string LoaderSignature = "ConcatTransform";
    internal const string LoaderSignatureOld = "ConcatFunction";

    private readonly Output[] _outputs;

    internal ColumnConcatenatingTransformer(IHostEnvironment env, string outputColumnName, params string[] inputColumnNames)
        : base(Contracts.CheckValue(env, nameof(env)).Register(nameof(ColumnConcatenatingTransformer)))
    {
        Contracts.CheckNonEmpty(inputColumnNames, nameof(inputColumnNames));
        _outputs = [new Output(outputColumnName, Array.ConvertAll(inputColumnNames, name => new Source(name, null)))];
    }

    private ColumnConcatenatingTransformer(IHost host, ModelLoadContext ctx)
        : base(host)
    {
        // Before version 3 there were no aliases.
        bool aliases = ctx.Header.ModelVerWritten >= 0x00010003;
        _outputs = new Output[ctx.ReadCount(2 * sizeof(int))];
        for (int i = 0; i < _outputs.Length; i++)
        {
            string name = ctx.LoadNonEmptyString();
            var sources = new Source[ctx.ReadCount((aliases ? 2 : 1) * sizeof(int))];
            for (int j = 0; j < sources.Length; j++)
                sources[j] = new Source(ctx.LoadNonEmptyString(), aliases ? ctx.LoadStringOrNull() : null);
            Contracts.CheckDecode(sources.Length > 0, "Corrupt model file: a concatenation of no columns");
            _outputs[i] = new Output(name, sources);
        }
    }

    private static VersionInfo GetVersionInfo() => new(
        modelSignature: "CONCAT F",
        verWrittenCur: 0x00010003,
        verReadableCur: 0x00010003,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: OfficialAssemblies.Data,
        loaderSignature: LoaderSignature,
        loaderSignatureAlt: LoaderSignatureOld);

    // Called by the component catalog.
    private static ColumnConcatenatingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(GetVersionInfo());
        return new ColumnConcatenatingTransformer(env.Register(nameof(ColumnConcatenatingTransformer)), ctx);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(GetVersionInfo());
        ctx.Writer.Write(_outputs.Length);
        foreach (Output output in _outputs)
        {
            ctx.SaveNonEmptyString(output.Name);
            ctx.Writer.Write(output.Sources.Length);
            foreach (Source source in output.Sources)
            {
                ctx.SaveNonEmptyString(source.Name);
                ctx.SaveStringOrNull(source.Alias);
            }
        }
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed record Source(string Name, string Alias);

    private sealed record Output(string Name, Source[] Sources);

    private sealed class Mapper : MapperBase
    {
        private readonly ColumnConcatenatingTransformer _parent;
        private readonly Concatenation[] _concatenations;

        public Mapper(ColumnConcatenatingTransformer parent, DataViewSchema inputSchema)
            : base(parent.Host, inputSchema, parent)
        {
            _parent = parent;
            _concatenations = Array.ConvertAll(parent._outputs, output => new Concatenation(inputSchema, output.Name,
                Array.ConvertAll(output.Sources, source => (source.Name, source.Alias))));
        }

        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore()
            => Array.ConvertAll(_concatenations, concatenation => concatenation.Column);

        private protected override Func<int, bool> GetDependenciesCore(Func<int, bool> activeOutput)
        {
            var needed = new HashSet<int>();
            for (int i = 0; i < _concatenations.Length; i++)
            {
                if (activeOutput(i))
                    needed.UnionWith(_concatenations[i].Sources);
            }

            return needed.Contains;
        }

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action disposer)
        {
            disposer = null;
            return _concatenations[iinfo].MakeGetter(input);
        }

        private protected override void SaveModel(ModelSaveContext ctx) => _parent.SaveModel(ctx);
    }
}
