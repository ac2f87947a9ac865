using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Scales columns of Single or Double, scalars or vectors of known size, slot by slot.</summary>
public sealed class NormalizingEstimator : IEstimator<NormalizingTransformer>
{
    internal const long MaximumExampleCount = 1000000000;

    private readonly IHost _host;
    private readonly (string Output, string Input)[] _columns;
    private readonly long _maximumExampleCount;
    private readonly bool _fixZero;

    internal NormalizingEstimator(IHostEnvironment env, (string Output, string Input)[] columns, long maximumExampleCount, bool fixZero)
    {
        _host = Contracts.CheckValue(env, nameof(env)).Register(nameof(NormalizingEstimator));
        Contracts.CheckNonEmpty(columns, nameof(columns));
        foreach ((string output, string input) in columns)
        {
            Contracts.CheckNonEmpty(output, nameof(output));
            Contracts.CheckNonEmpty(input, nameof(input));
        }

        Contracts.CheckParam(maximumExampleCount > 1, nameof(maximumExampleCount), "Must be greater than 1");
        _columns = columns;
        _maximumExampleCount = maximumExampleCount;
        _fixZero = fixZero;
    }

    /// <summary>Reads the data once and returns the transformer with the scales found.</summary>
    public NormalizingTransformer Fit(IDataView input)
    {
        Contracts.CheckValue(input, nameof(input));
        DataViewSchema.Column[] sources = Array.ConvertAll(_columns, column =>
        {
            DataViewSchema.Column source = input.Schema.GetColumnOrNull(column.Input)
                ?? throw Contracts.ExceptSchemaMismatch(nameof(input), "input", column.Input);
            AffineScale.CheckType(nameof(input), source.Name, source.Type);
            return source;
        });

        var ranges = Array.ConvertAll(sources, source => new SlotRanges(source.Type is VectorDataViewType vector ? vector.Size : 1));
        using (DataViewRowCursor cursor = input.GetRowCursor(sources))
        {
            Action[] readers = [.. sources.Select((source, i) => ranges[i].MakeReader(cursor, source))];
            for (long row = 0; row < _maximumExampleCount && cursor.MoveNext(); row++)
            {
                foreach (Action reader in readers)
                    reader();
            }
        }

        return new NormalizingTransformer(_host, _columns,
            [.. sources.Select((source, i) => AffineScale.FromRanges(source.Type, ranges[i], _fixZero))]);
    }

    /// <summary>The columns with the scaled ones.</summary>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Contracts.CheckValue(inputSchema, nameof(inputSchema));
        return Shapes.With(inputSchema, _columns.Select(pair =>
        {
            SchemaShape.Column column = Shapes.Find(inputSchema, "input", pair.Input);
            bool isNumber = !column.IsKey && (column.ItemType == NumberDataViewType.Single || column.ItemType == NumberDataViewType.Double);
            if (!isNumber || column.Kind == SchemaShape.Column.VectorKind.VariableVector)
                throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "input", pair.Input, AffineScale.ExpectedType, column.GetTypeString());
            return new SchemaShape.Column(pair.Output, column.Kind, column.ItemType, false,
                new SchemaShape([Shapes.IsNormalized, .. Shapes.Annotations(column, AnnotationUtils.Kinds.SlotNames)]));
        }));
    }
}
