using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The fields and the type of one column of a text file.</summary>
internal sealed class TextColumnBinding
{
    private readonly int[] _fixed;
    private readonly int _variableFrom;

    private TextColumnBinding(DataViewType type, int[] fixedFields, int variableFrom)
    {
        Type = type;
        _fixed = fixedFields;
        _variableFrom = variableFrom;
    }

    public DataViewType Type { get; }

    /// <summary>The fields, for a line of <paramref name="fieldsOfLine"/> fields (which only matters where the column goes to the end of each line).</summary>
    public IEnumerable<int> Fields(int fieldsOfLine)
        => _variableFrom < 0 ? _fixed : _fixed.Concat(Enumerable.Range(_variableFrom, Math.Max(0, fieldsOfLine - _variableFrom)));

    /// <summary>The fields that every line has.</summary>
    public int[] FixedFields => _fixed;

    /// <summary>Whether the column goes to the end of each line, however long.</summary>
    public bool IsVariable => _variableFrom >= 0;

    public static TextColumnBinding Make(TextLoader.Column column, TextLoader.Column[] all, int inputSize)
    {
        var fields = new List<int>();
        int variableFrom = -1;
        foreach (TextLoader.Range range in column.Source)
        {
            Contracts.CheckParam(variableFrom < 0, nameof(TextLoader.Column.Source), $"Column '{column.Name}': nothing may follow a range without end");
            if (range.VariableEnd)
                variableFrom = range.Min;
            else if (range.AllOther)
                fields.AddRange(OtherFields(all, inputSize, range.Min));
            else
                fields.AddRange(FieldsOf(column, range, inputSize));
        }

        PrimitiveDataViewType item = PrimitiveTypes.Of(column.DataKind);
        if (column.KeyCount != null)
            item = new KeyDataViewType(item.RawType, column.KeyCount.Count ?? PrimitiveTypes.MostKeys(item.RawType));
        bool isVector = variableFrom >= 0 || fields.Count != 1 || column.Source.Any(range => range.ForceVector || range.AllOther || range.AutoEnd);
        DataViewType type = isVector ? new VectorDataViewType(item, variableFrom >= 0 ? 0 : fields.Count) : item;
        return new TextColumnBinding(type, fields.ToArray(), variableFrom);
    }

    private static IEnumerable<int> FieldsOf(TextLoader.Column column, TextLoader.Range range, int inputSize)
    {
        int last = range.AutoEnd || range.Max == null ? inputSize - 1 : range.Max.Value;
        Contracts.CheckParam(range.Min >= 0 && last >= range.Min, nameof(TextLoader.Column.Source),
            $"Column '{column.Name}' starts at field {range.Min}, but ends at field {last} (counted from 0)");
        return Enumerable.Range(range.Min, last - range.Min + 1);
    }

    private static IEnumerable<int> OtherFields(TextLoader.Column[] all, int inputSize, int from)
    {
        var taken = new HashSet<int>(all
            .SelectMany(column => column.Source)
            .Where(range => !range.AllOther)
            .SelectMany(range => Enumerable.Range(range.Min, (range.Max ?? inputSize - 1) - range.Min + 1)));
        return Enumerable.Range(from, Math.Max(0, inputSize - from)).Where(field => !taken.Contains(field));
    }
}
