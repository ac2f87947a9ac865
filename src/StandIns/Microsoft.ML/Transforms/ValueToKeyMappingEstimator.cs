using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Numbers the values of columns.</summary>
public sealed class ValueToKeyMappingEstimator : IEstimator<ValueToKeyMappingTransformer>
{
    internal const int DefaultMaximumNumberOfKeys = 1000000;
    private const string ExpectedType = "a vector or scalar of text, number, Boolean or time";

    private readonly IHost _host;
    private readonly (string Output, string Input)[] _columns;
    private readonly int _maximumNumberOfKeys;
    private readonly KeyOrdinality _keyOrdinality;
    private readonly bool _valuesAsText;
    private readonly IDataView _keyData;

    internal ValueToKeyMappingEstimator(IHostEnvironment env, (string Output, string Input)[] columns, int maximumNumberOfKeys,
        KeyOrdinality keyOrdinality, bool addKeyValueAnnotationsAsText, IDataView keyData)
    {
        _host = Contracts.CheckValue(env, nameof(env)).Register(nameof(ValueToKeyMappingEstimator));
        Contracts.CheckNonEmpty(columns, nameof(columns));
        Contracts.CheckParam(maximumNumberOfKeys > 0, nameof(maximumNumberOfKeys), "Must be positive");
        Contracts.CheckParam(keyData == null || keyData.Schema.Count(column => !column.IsHidden) == 1, nameof(keyData), "The key data must have exactly one column");
        _columns = columns;
        _maximumNumberOfKeys = maximumNumberOfKeys;
        _keyOrdinality = keyOrdinality;
        _valuesAsText = addKeyValueAnnotationsAsText;
        _keyData = keyData;
    }

    /// <summary>In what order values get their keys.</summary>
    public enum KeyOrdinality : byte
    {
        /// <summary>As they first occur.</summary>
        ByOccurrence = 0,

        /// <summary>By size, text by the numbers of its characters.</summary>
        ByValue = 1,
    }

    /// <summary>Reads the data once and returns the transformer with the values found.</summary>
    public ValueToKeyMappingTransformer Fit(IDataView input)
    {
        Contracts.CheckValue(input, nameof(input));
        DataViewSchema.Column[] sources = Array.ConvertAll(_columns, column =>
        {
            DataViewSchema.Column source = input.Schema.GetColumnOrNull(column.Input)
                ?? throw Contracts.ExceptSchemaMismatch(nameof(input), "input", column.Input);
            if (PrimitiveTypes.ItemOf(source.Type) is KeyDataViewType || IdvCodecs.OrNull(source.Type) == null)
                throw Contracts.ExceptSchemaMismatch(nameof(input), "input", source.Name, ExpectedType, source.Type.ToString());
            return source;
        });

        ValueTerms[] terms = Array.ConvertAll(sources, source => ValueTerms.Make((PrimitiveDataViewType)PrimitiveTypes.ItemOf(source.Type)));
        if (_keyData == null)
        {
            Read(input, sources, terms);
        }
        else
        {
            DataViewSchema.Column keys = _keyData.Schema.Single(column => !column.IsHidden);
            foreach (ValueTerms own in terms)
            {
                if (!PrimitiveTypes.ItemOf(keys.Type).Equals(own.ItemType))
                    throw Contracts.ExceptSchemaMismatch("keyData", "input", keys.Name, own.ItemType.ToString(), keys.Type.ToString());
                Read(_keyData, [keys], [own]);
            }
        }

        if (_keyOrdinality == KeyOrdinality.ByValue)
            Array.ForEach(terms, own => own.Sort());
        return new ValueToKeyMappingTransformer(_host, _columns, terms, _valuesAsText);
    }

    private void Read(IDataView data, DataViewSchema.Column[] sources, ValueTerms[] terms)
    {
        using DataViewRowCursor cursor = data.GetRowCursor(sources.DistinctBy(source => source.Index));
        Action[] readers = [.. sources.Select((source, i) => terms[i].MakeReader(cursor, source, _maximumNumberOfKeys))];
        while (cursor.MoveNext())
        {
            foreach (Action reader in readers)
                reader();
        }
    }

    /// <summary>The columns with the key columns.</summary>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Contracts.CheckValue(inputSchema, nameof(inputSchema));
        return Shapes.With(inputSchema, _columns.Select(pair =>
        {
            SchemaShape.Column column = Shapes.Find(inputSchema, "input", pair.Input);
            if (column.IsKey || IdvCodecs.OrNull(column.ItemType) == null)
                throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "input", pair.Input, ExpectedType, column.GetTypeString());
            DataViewType valueType = _valuesAsText ? TextDataViewType.Instance : column.ItemType;
            var keyValues = new SchemaShape.Column(AnnotationUtils.Kinds.KeyValues, SchemaShape.Column.VectorKind.Vector, valueType, false);
            return new SchemaShape.Column(pair.Output, column.Kind, NumberDataViewType.UInt32, true,
                new SchemaShape([keyValues, .. Shapes.Annotations(column, AnnotationUtils.Kinds.SlotNames)]));
        }));
    }
}
