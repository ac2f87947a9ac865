using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>The fields of one line of text.</summary>
internal sealed class LineFields
{
    private readonly TextLoader.Options _options;
    private readonly bool _spaceSeparates;
    private readonly List<ReadOnlyMemory<char>> _fields = [];
    private readonly Dictionary<int, ReadOnlyMemory<char>> _sparse = [];
    private int _dense;

    public LineFields(TextLoader.Options options)
    {
        _options = options;
        _spaceSeparates = options.Separators.Contains(' ');
    }

    /// <summary>The number of fields; of a sparse line, the ones that are not written counted.</summary>
    public int Count { get; private set; }

    /// <summary>A field. Those that a line lacks, or that a sparse line leaves out, are null.</summary>
    public ReadOnlyMemory<char>? OrNull(int index)
    {
        if (index < _dense)
            return _fields[index];
        return _sparse.TryGetValue(index, out ReadOnlyMemory<char> field) ? field : null;
    }

    /// <summary>A field, empty when the line lacks it.</summary>
    public ReadOnlyMemory<char> this[int index] => OrNull(index) ?? ReadOnlyMemory<char>.Empty;

    public void Split(string line)
    {
        _fields.Clear();
        _sparse.Clear();
        int position = 0;
        while (position >= 0)
            _fields.Add(Next(line, ref position));
        _dense = _fields.Count;
        Count = _dense;
        if (_options.AllowSparse)
            UnpackSparse();
    }

    /// <summary>Whether a quoted field is still open at the end of the line.</summary>
    public static bool EndsInsideQuotes(string line, TextLoader.Options options)
    {
        int position = 0;
        while (position >= 0)
        {
            SkipSpaces(line, ref position, options.Separators.Contains(' '));
            if (position < line.Length && line[position] == '"' && !TryUnquote(line, options.EscapeChar, ref position, out _))
                return true;
            position = AfterSeparator(line, position, options.Separators);
        }
        return false;
    }

    // Position goes behind the separator, or to -1 when the line is done.
    private ReadOnlyMemory<char> Next(string line, ref int position)
    {
        SkipSpaces(line, ref position, _spaceSeparates);
        int start = position;
        if (_options.AllowQuoting && start < line.Length && line[start] == '"' && TryUnquote(line, _options.EscapeChar, ref position, out ReadOnlyMemory<char> quoted))
        {
            position = AfterSeparator(line, position, _options.Separators);
            return _options.TrimWhitespace ? quoted.Trim() : quoted;
        }
        position = AfterSeparator(line, start, _options.Separators);
        int end = position < 0 ? line.Length : position - 1;
        ReadOnlyMemory<char> field = line.AsMemory(start, end - start);
        return _options.TrimWhitespace ? field.TrimEnd() : field;
    }

    private static void SkipSpaces(string line, ref int position, bool spaceSeparates)
    {
        while (!spaceSeparates && position < line.Length && line[position] == ' ')
            position++;
    }

    private static int AfterSeparator(string line, int from, char[] separators)
    {
        // Fields are short: looking at each character is faster than starting a vectorised search for each field.
        for (int i = from; i < line.Length; i++)
        {
            foreach (char separator in separators)
            {
                if (line[i] == separator)
                    return i + 1;
            }
        }
        return -1;
    }

    private static bool TryUnquote(string line, char escape, ref int position, out ReadOnlyMemory<char> field)
    {
        var text = new System.Text.StringBuilder();
        for (int i = position + 1; i < line.Length; i++)
        {
            if (line[i] == escape && i + 1 < line.Length && line[i + 1] == '"')
            {
                text.Append('"');
                i++;
            }
            else if (line[i] == '"')
            {
                position = i + 1;
                field = text.ToString().AsMemory();
                return true;
            }
            else
            {
                text.Append(line[i]);
            }
        }
        field = default;
        return false;
    }

    // A sparse line: fields, then the number of all further fields, then index:value pairs for those that are written.
    private void UnpackSparse()
    {
        int first = _fields.FindIndex(field => field.Span.Contains(':'));
        if (first < 1 || !int.TryParse(_fields[first - 1].Span, NumberStyles.None, CultureInfo.InvariantCulture, out int length))
            return;
        var sparse = new Dictionary<int, ReadOnlyMemory<char>>();
        for (int i = first; i < _fields.Count; i++)
        {
            int colon = _fields[i].Span.IndexOf(':');
            if (colon < 0 || !int.TryParse(_fields[i].Span[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out int index) || index >= length)
                return;
            sparse[first - 1 + index] = _fields[i][(colon + 1)..];
        }
        _dense = first - 1;
        Count = _dense + length;
        foreach (KeyValuePair<int, ReadOnlyMemory<char>> pair in sparse)
            _sparse.Add(pair.Key, pair.Value);
    }
}
