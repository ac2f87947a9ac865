using System.Globalization;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Scales columns.</summary>
public sealed class NormalizingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "Normalizer";

    private readonly AffineScale[] _scales;

    internal NormalizingTransformer(IHostEnvironment env, (string Output, string Input)[] columns, AffineScale[] scales)
        : base(Contracts.CheckValue(env, nameof(env)).Register(nameof(NormalizingTransformer)), columns)
    {
        _scales = scales;
    }

    private NormalizingTransformer(IHost host, ModelLoadContext ctx)
        : base(host, ctx)
    {
        _scales = new AffineScale[ColumnPairs.Length];
        for (int i = 0; i < _scales.Length; i++)
        {
            DataViewType type = AffineScale.LoadType(ctx);
            int column = i;
            bool found = ctx.TryProcessSubModel(Directory(i), sub =>
            {
                _scales[column] = AffineScale.Load(sub, type);
                sub.Done();
            });
            Contracts.CheckDecode(found, $"Corrupt model file: normalizer {i} is missing");
        }
    }

    private static VersionInfo GetVersionInfo() => new(
        modelSignature: "NORMALZR",
        verWrittenCur: 0x00010002,
        verReadableCur: 0x00010001,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: OfficialAssemblies.Data,
        loaderSignature: LoaderSignature);

    private static string Directory(int index) => string.Create(CultureInfo.InvariantCulture, $"Normalizer_{index:000}");

    // Called by the component catalog.
    private static NormalizingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(GetVersionInfo());
        return new NormalizingTransformer(env.Register(nameof(NormalizingTransformer)), ctx);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(GetVersionInfo());
        SaveColumns(ctx);
        for (int i = 0; i < _scales.Length; i++)
        {
            _scales[i].SaveType(ctx);
            ctx.SaveSubModel(Directory(i), _scales[i].Save);
        }
    }

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int col, int srcCol)
    {
        DataViewType type = inputSchema[srcCol].Type;
        if (!type.Equals(_scales[col].Type) && !SameSize(type, _scales[col].Type))
            throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "input", inputSchema[srcCol].Name, _scales[col].Type.ToString(), type.ToString());
    }

    private static bool SameSize(DataViewType a, DataViewType b)
        => a is VectorDataViewType x && b is VectorDataViewType y && x.ItemType.Equals(y.ItemType) && x.Size == y.Size;

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper : OneToOneMapperBase
    {
        private readonly NormalizingTransformer _parent;

        public Mapper(NormalizingTransformer parent, DataViewSchema inputSchema)
            : base(parent.Host, parent, inputSchema)
        {
            _parent = parent;
        }

        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore()
            => Array.ConvertAll(Enumerable.Range(0, _parent.ColumnPairs.Length).ToArray(), i =>
            {
                DataViewSchema.Column column = InputSchema[ColMapNewToOld[i]];
                var annotations = new DataViewSchema.Annotations.Builder();
                annotations.AddPrimitiveValue(AnnotationUtils.Kinds.IsNormalized, BooleanDataViewType.Instance, true);
                annotations.Add(column.Annotations, name => name == AnnotationUtils.Kinds.SlotNames);
                return new DataViewSchema.DetachedColumn(_parent.ColumnPairs[i].outputColumnName, column.Type, annotations.ToAnnotations());
            });

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action disposer)
        {
            disposer = null;
            return _parent._scales[iinfo].MakeGetter(input, input.Schema[ColMapNewToOld[iinfo]]);
        }
    }
}
