using Microsoft.ML;
using Microsoft.ML.Data;

namespace StandIns.Tests.Data;

/// <summary>
/// An estimator and a transformer as somebody outside ML.NET writes them: a column of the doubled values of another.
/// They note what is asked of them.
/// </summary>
internal sealed class Doubling(string output, string input) : IEstimator<Doubling.Transformer>
{
    public List<SchemaShape> Shapes { get; } = [];

    public int Fits { get; private set; }

    public Transformer Fit(IDataView input1)
    {
        Fits++;
        // Two passes, so that a cache before this estimator shows.
        ViewReader.Count(input1);
        ViewReader.Rows<float>(input1, input);
        return new Transformer(output, input);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Shapes.Add(inputSchema);
        SchemaShape.Column source = inputSchema.Last(column => column.Name == input);
        // The constructor of a shape's column is internal; a built-in estimator makes one.
        return new MLContext().Transforms.CopyColumns(output, source.Name).GetOutputSchema(inputSchema);
    }

    internal sealed class Transformer(string output, string input) : ITransformer, IDisposable
    {
        public int Disposals { get; private set; }

        public bool IsRowToRowMapper => true;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => new Mapper(inputSchema, output, input).OutputSchema;

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => new Mapper(inputSchema, output, input);

        public IDataView Transform(IDataView data) => new View(data, new Mapper(data.Schema, output, input));

        public void Save(ModelSaveContext ctx) => throw new NotSupportedException();

        public void Dispose() => Disposals++;
    }

    private sealed class Mapper : IRowToRowMapper
    {
        private readonly int _source;

        public Mapper(DataViewSchema schema, string output, string input)
        {
            InputSchema = schema;
            _source = schema[input].Index;
            var builder = new DataViewSchema.Builder();
            builder.AddColumns(schema);
            builder.AddColumn(output, NumberDataViewType.Single);
            OutputSchema = builder.ToSchema();
        }

        public DataViewSchema InputSchema { get; }

        public DataViewSchema OutputSchema { get; }

        public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
            => dependingColumns.Select(column => InputSchema[column.Index < InputSchema.Count ? column.Index : _source]).DistinctBy(column => column.Index).ToArray();

        public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) => new Row(this, input);

        public ValueGetter<T> Getter<T>(DataViewRow row, DataViewSchema.Column column)
        {
            if (column.Index < InputSchema.Count)
                return row.GetGetter<T>(row.Schema[column.Index]);
            ValueGetter<float> get = row.GetGetter<float>(row.Schema[_source]);
            ValueGetter<float> doubled = (ref float value) =>
            {
                get(ref value);
                value *= 2;
            };
            return (ValueGetter<T>)(Delegate)doubled;
        }
    }

    private sealed class Row(Mapper mapper, DataViewRow input) : DataViewRow
    {
        public override DataViewSchema Schema => mapper.OutputSchema;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override ValueGetter<T> GetGetter<T>(DataViewSchema.Column column) => mapper.Getter<T>(input, column);
    }

    private sealed class Cursor(Mapper mapper, DataViewRowCursor input) : DataViewRowCursor
    {
        public override DataViewSchema Schema => mapper.OutputSchema;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override ValueGetter<T> GetGetter<T>(DataViewSchema.Column column) => mapper.Getter<T>(input, column);

        public override bool MoveNext() => input.MoveNext();

        protected override void Dispose(bool disposing)
        {
            input.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class View(IDataView source, Mapper mapper) : IDataView
    {
        public bool CanShuffle => source.CanShuffle;

        public DataViewSchema Schema => mapper.OutputSchema;

        public long? GetRowCount() => source.GetRowCount();

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
            => new Cursor(mapper, source.GetRowCursor(mapper.GetDependencies(columnsNeeded), rand));

        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
            => source.GetRowCursorSet(mapper.GetDependencies(columnsNeeded), n, rand).Select(cursor => (DataViewRowCursor)new Cursor(mapper, cursor)).ToArray();
    }
}
