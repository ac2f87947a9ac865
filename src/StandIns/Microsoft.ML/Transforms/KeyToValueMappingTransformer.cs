using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Replaces keys by the values they stand for; the missing key by the missing value (NaN, empty text) or, where the type has none, the default.</summary>
public sealed class KeyToValueMappingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "KeyToValueTransform";

    internal KeyToValueMappingTransformer(IHostEnvironment env, params (string outputColumnName, string inputColumnName)[] columns)
        : base(Contracts.CheckValue(env, nameof(env)).Register(nameof(KeyToValueMappingTransformer)), columns)
    {
    }

    private KeyToValueMappingTransformer(IHost host, ModelLoadContext ctx)
        : base(host, ctx)
    {
    }

    private static VersionInfo GetVersionInfo() => new(
        modelSignature: "KEY2VALT",
        verWrittenCur: 0x00010001,
        verReadableCur: 0x00010001,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: OfficialAssemblies.Data,
        loaderSignature: LoaderSignature);

    // Called by the component catalog.
    private static KeyToValueMappingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(GetVersionInfo());
        return new KeyToValueMappingTransformer(env.Register(nameof(KeyToValueMappingTransformer)), ctx);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(GetVersionInfo());
        SaveColumns(ctx);
    }

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int col, int srcCol)
    {
        DataViewSchema.Column column = inputSchema[srcCol];
        if (PrimitiveTypes.ItemOf(column.Type) is not KeyDataViewType key)
            throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "input", column.Name, "key type", column.Type.ToString());
        Contracts.Check(column.Annotations.Schema.GetColumnOrNull(AnnotationUtils.Kinds.KeyValues)?.Type is VectorDataViewType values && (ulong)values.Size == key.Count,
            $"Metadata KeyValues does not exist for column '{column.Name}'");
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper : OneToOneMapperBase
    {
        private readonly KeyToValueMappingTransformer _parent;

        public Mapper(KeyToValueMappingTransformer parent, DataViewSchema inputSchema)
            : base(parent.Host, parent, inputSchema)
        {
            _parent = parent;
        }

        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore()
            => Array.ConvertAll(Enumerable.Range(0, _parent.ColumnPairs.Length).ToArray(), i =>
            {
                DataViewSchema.Column column = InputSchema[ColMapNewToOld[i]];
                PrimitiveDataViewType item = ValueType(column);
                DataViewType type = column.Type is VectorDataViewType vector ? new VectorDataViewType(item, vector.Dimensions) : item;
                var annotations = new DataViewSchema.Annotations.Builder();
                annotations.Add(column.Annotations, name => name == AnnotationUtils.Kinds.SlotNames);
                return new DataViewSchema.DetachedColumn(_parent.ColumnPairs[i].outputColumnName, type, annotations.ToAnnotations());
            });

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action disposer)
        {
            disposer = null;
            DataViewSchema.Column column = input.Schema[ColMapNewToOld[iinfo]];
            return (Delegate)GenericCall.Invoke(typeof(Mapper), nameof(GetterOfValues), ValueType(column).RawType, input, column);
        }

        private static PrimitiveDataViewType ValueType(DataViewSchema.Column column)
            => ((VectorDataViewType)column.Annotations.Schema[AnnotationUtils.Kinds.KeyValues].Type).ItemType;

        private static Delegate GetterOfValues<T>(DataViewRow input, DataViewSchema.Column column)
        {
            VBuffer<T> annotation = default;
            column.Annotations.GetValue(AnnotationUtils.Kinds.KeyValues, ref annotation);
            // The value of key k stands at index k; at 0 the missing value.
            T[] values = [Missing<T>(), .. annotation.DenseValues()];
            Type key = PrimitiveTypes.ItemOf(column.Type).RawType;
            if (key == typeof(uint))
                return Make<uint, T>(input, column, values, x => x);
            if (key == typeof(ulong))
                return Make<ulong, T>(input, column, values, x => x);
            return key == typeof(ushort) ? Make<ushort, T>(input, column, values, x => x) : Make<byte, T>(input, column, values, x => x);
        }

        private static T Missing<T>()
        {
            if (typeof(T) == typeof(float))
                return (T)(object)float.NaN;
            return typeof(T) == typeof(double) ? (T)(object)double.NaN : default;
        }

        private static Delegate Make<TKey, T>(DataViewRow input, DataViewSchema.Column column, T[] values, Func<TKey, ulong> index)
        {
            T ValueOf(TKey key)
            {
                ulong i = index(key);
                return values[i < (ulong)values.Length ? i : 0];
            }

            if (column.Type is not VectorDataViewType)
            {
                ValueGetter<TKey> get = input.GetGetter<TKey>(column);
                TKey key = default;
                return (ValueGetter<T>)((ref T value) =>
                {
                    get(ref key);
                    value = ValueOf(key);
                });
            }

            ValueGetter<VBuffer<TKey>> getVector = input.GetGetter<VBuffer<TKey>>(column);
            VBuffer<TKey> keys = default;
            return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> destination) =>
            {
                getVector(ref keys);
                VBufferEditor<T> editor = VBufferEditor.Create(ref destination, keys.Length);
                int slot = 0;
                foreach (TKey key in keys.DenseValues())
                    editor.Values[slot++] = ValueOf(key);
                destination = editor.Commit();
            });
        }
    }
}
