using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Which fields of a line go into which column, and the schema of the columns.</summary>
internal sealed class TextBinding
{
    private const int LinesToSample = 1000;

    private TextBinding(DataViewSchema schema, TextColumnBinding[] columns)
    {
        Schema = schema;
        Columns = columns;
    }

    public DataViewSchema Schema { get; }

    public TextColumnBinding[] Columns { get; }

    public static TextBinding Make(TextLoader.Options options, IMultiStreamSource sample)
    {
        TextLoader.Column[] columns = options.Columns is { Length: > 0 } given
            ? given
            : [new TextLoader.Column("Label", DataKind.Single, 0), new TextLoader.Column("Features", DataKind.Single, [new TextLoader.Range(1, null)])];
        bool open = columns.Any(column => column.Source?.Any(range => range.AutoEnd || range.AllOther) == true);
        int inputSize = options.InputSize ?? (open ? CountFields(options, sample) : 0);
        string[] header = options.HasHeader ? ReadHeader(options, sample) : null;

        var bound = new TextColumnBinding[columns.Length];
        var builder = new DataViewSchema.Builder();
        for (int i = 0; i < columns.Length; i++)
        {
            Contracts.CheckParam(!string.IsNullOrWhiteSpace(columns[i].Name), nameof(TextLoader.Column.Name), "Must not be empty");
            Contracts.CheckParam(columns[i].Source is { Length: > 0 }, nameof(TextLoader.Column.Source), "Must specify some source column indices");
            bound[i] = TextColumnBinding.Make(columns[i], columns, inputSize);
            builder.AddColumn(columns[i].Name, bound[i].Type, SlotNames(bound[i], header));
        }
        return new TextBinding(builder.ToSchema(), bound);
    }

    private static int CountFields(TextLoader.Options options, IMultiStreamSource sample)
    {
        Contracts.Check(sample is { Count: > 0 }, "A column goes to the end of the line: give the text loader a data sample or the input size.");
        using var lines = new TextLines(options, sample);
        var fields = new LineFields(options);
        int most = 0;
        for (int i = 0; i < LinesToSample && lines.MoveNext(); i++)
        {
            fields.Split(lines.Current);
            most = Math.Max(most, fields.Count);
        }
        Contracts.Check(most > 0, "A column goes to the end of the line, but the data sample has no lines.");
        return most;
    }

    private static string[] ReadHeader(TextLoader.Options options, IMultiStreamSource sample)
    {
        IMultiStreamSource source = string.IsNullOrWhiteSpace(options.HeaderFile) ? sample : new MultiFileSource(options.HeaderFile);
        if (source is not { Count: > 0 })
            return null;
        using var lines = new TextLines(options, source);
        string header = lines.ReadHeader();
        if (header == null)
            return null;
        var fields = new LineFields(options);
        fields.Split(header);
        return Enumerable.Range(0, fields.Count).Select(i => fields[i].ToString().Trim()).ToArray();
    }

    private static DataViewSchema.Annotations SlotNames(TextColumnBinding column, string[] header)
    {
        if (header == null || column.Type is not VectorDataViewType { IsKnownSize: true } vector)
            return null;
        ReadOnlyMemory<char>[] names = column.Fields(0).Select(field => (field < header.Length ? header[field] : "").AsMemory()).ToArray();
        if (names.All(name => name.IsEmpty))
            return null;
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add(AnnotationUtils.Kinds.SlotNames, new VectorDataViewType(TextDataViewType.Instance, vector.Size),
            (ref VBuffer<ReadOnlyMemory<char>> value) => VBuffer<ReadOnlyMemory<char>>.Copy(names, 0, ref value, names.Length));
        return builder.ToAnnotations();
    }
}
