using System.Reflection;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Fills columns by code of the application.</summary>
public sealed class CustomMappingTransformer<TSrc, TDst> : ITransformer
    where TSrc : class, new()
    where TDst : class, new()
{
    private readonly IHost _host;
    private readonly Action<TSrc, TDst> _action;
    private readonly string _contractName;
    private readonly MemberBinding[] _outputs;
    private readonly SchemaDefinition _inputDefinition;

    internal CustomMappingTransformer(IHostEnvironment env, Action<TSrc, TDst> mapAction, string contractName,
        SchemaDefinition inputSchemaDefinition, SchemaDefinition outputSchemaDefinition)
    {
        _host = Contracts.CheckValue(env, nameof(env)).Register(nameof(CustomMappingTransformer<TSrc, TDst>));
        _action = Contracts.CheckValue(mapAction, nameof(mapAction));
        _contractName = contractName;
        _inputDefinition = inputSchemaDefinition ?? SchemaDefinition.Create(typeof(TSrc), SchemaDefinition.Direction.Write);
        _outputs = MemberBinding.ForReading(typeof(TDst), outputSchemaDefinition);
        RequiredSchema = Schema(MemberBinding.ForReading(typeof(TSrc), _inputDefinition));
        AddedSchema = Schema(_outputs);
    }

    /// <summary>The columns that the action reads.</summary>
    internal DataViewSchema RequiredSchema { get; }

    /// <summary>The columns that the action fills.</summary>
    internal DataViewSchema AddedSchema { get; }

    bool ITransformer.IsRowToRowMapper => true;

    private static DataViewSchema Schema(MemberBinding[] bindings)
    {
        var builder = new DataViewSchema.Builder();
        foreach (MemberBinding binding in bindings)
            builder.AddColumn(binding.ColumnName, binding.ColumnType, binding.Annotations);
        return builder.ToSchema();
    }

    /// <summary>The input columns and those that the action fills.</summary>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
        => new BoundRowMapper(Contracts.CheckValue(inputSchema, nameof(inputSchema)), new Mapper(this, inputSchema)).OutputSchema;

    /// <summary>The view with the columns that the action fills; it is called when they are read.</summary>
    public IDataView Transform(IDataView input)
        => new RowToRowMapperTransform(Contracts.CheckValue(input, nameof(input)), new Mapper(this, input.Schema));

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
        => new BoundRowMapper(Contracts.CheckValue(inputSchema, nameof(inputSchema)), new Mapper(this, inputSchema));

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        Contracts.CheckValue(ctx, nameof(ctx));
        if (string.IsNullOrEmpty(_contractName))
            throw Contracts.Except("Empty contract name indicates that this transform cannot be saved.");
        CustomMappingLoader.Save(ctx, _contractName, _action.Method.DeclaringType.Assembly.FullName);
    }

    private sealed class Mapper : IRowMapper
    {
        private readonly CustomMappingTransformer<TSrc, TDst> _parent;
        private readonly MemberBinding[] _inputs;
        private readonly HashSet<int> _inputIndices;

        public Mapper(CustomMappingTransformer<TSrc, TDst> parent, DataViewSchema inputSchema)
        {
            _parent = parent;
            _inputs = MemberBinding.ForWriting(typeof(TSrc), parent._inputDefinition, inputSchema, ignoreMissingColumns: false);
            _inputIndices = [.. _inputs.Select(input => inputSchema[input.ColumnName].Index)];
        }

        public ITransformer GetTransformer() => _parent;

        public void Save(ModelSaveContext ctx) => ((ICanSaveModel)_parent).Save(ctx);

        public DataViewSchema.DetachedColumn[] GetOutputColumns()
            => [.. _parent.AddedSchema.Select(column => new DataViewSchema.DetachedColumn(column))];

        public Func<int, bool> GetDependencies(Func<int, bool> activeOutput)
            => Enumerable.Range(0, _parent.AddedSchema.Count).Any(activeOutput) ? _inputIndices.Contains : _ => false;

        public Delegate[] CreateGetters(DataViewRow input, Func<int, bool> activeOutput, out Action disposer)
        {
            disposer = null;
            var getters = new Delegate[_parent.AddedSchema.Count];
            if (!Enumerable.Range(0, getters.Length).Any(activeOutput))
                return getters;

            Action<TSrc> fill = ObjectFiller.Make<TSrc>(input, _inputs);
            var source = new TSrc();
            var destination = new TDst();
            var row = new ObjectRow<TDst>(_parent._outputs);
            long served = -1;
            // All columns of a row are filled at once, by one call of the action.
            void Refresh()
            {
                if (row.Position >= 0 && served == input.Position)
                    return;
                fill(source);
                _parent._action(source, destination);
                row.Set(destination);
                served = input.Position;
            }

            for (int i = 0; i < getters.Length; i++)
            {
                if (activeOutput(i))
                    getters[i] = (Delegate)GenericCall.Invoke(typeof(Mapper), nameof(MakeGetter), row.Schema[i].Type.RawType, row, row.Schema[i], (Action)Refresh);
            }

            return getters;
        }

        private static Delegate MakeGetter<T>(DataViewRow row, DataViewSchema.Column column, Action refresh)
        {
            ValueGetter<T> get = row.GetGetter<T>(column);
            return (ValueGetter<T>)((ref T value) =>
            {
                refresh();
                get(ref value);
            });
        }
    }
}
