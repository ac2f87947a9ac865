namespace Microsoft.ML.Data;

/// <summary>
/// The lines of several files that hold data. Left out are headers, blank lines, lines that begin with //, and at the beginning of a file also
/// those that begin with #.
/// </summary>
internal sealed class TextLines : IDisposable
{
    private readonly TextLoader.Options _options;
    private readonly IMultiStreamSource _source;
    private TextReader _reader;
    private int _file = -1;
    private long _rows;
    private string _first;

    public TextLines(TextLoader.Options options, IMultiStreamSource source)
    {
        _options = options;
        _source = source;
    }

    /// <summary>The current line; several joined when a quoted field goes over them.</summary>
    public string Current { get; private set; }

    /// <summary>The number of the current line in its file, from 1.</summary>
    public long LineNumber { get; private set; }

    public bool MoveNext()
    {
        if (_rows >= (_options.MaxRows ?? long.MaxValue))
            return false;
        while (true)
        {
            if (_reader == null && !OpenNextFile())
                return false;
            string line = _first ?? ReadLine();
            _first = null;
            if (line == null)
            {
                CloseFile();
                continue;
            }
            if (IsBlankOrComment(line))
                continue;
            Current = line;
            _rows++;
            return true;
        }
    }

    /// <summary>The first line that is no comment, of the first file that has one.</summary>
    public string ReadHeader()
    {
        for (_file = 0; _file < _source.Count; _file++)
        {
            _reader = _source.OpenTextReader(_file);
            LineNumber = 0;
            string line = ReadFirstLine();
            CloseFile();
            if (line != null)
                return line;
        }
        return null;
    }

    public void Dispose() => CloseFile();

    private bool OpenNextFile()
    {
        if (++_file >= _source.Count)
            return false;
        _reader = _source.OpenTextReader(_file);
        LineNumber = 0;
        string first = ReadFirstLine();
        bool isHeader = _options.HasHeader && string.IsNullOrWhiteSpace(_options.HeaderFile);
        _first = isHeader ? null : first;
        return true;
    }

    private string ReadFirstLine()
    {
        string line;
        do
            line = ReadLine();
        while (line != null && (IsBlankOrComment(line) || line[0] == '#'));
        return line;
    }

    private static bool IsBlankOrComment(string line) => line.Length == 0 || line.StartsWith("//", StringComparison.Ordinal);

    private string ReadLine()
    {
        string line = ReadPhysicalLine();
        if (line == null || !_options.AllowQuoting || !_options.ReadMultilines)
            return line;
        while (LineFields.EndsInsideQuotes(line, _options) && ReadPhysicalLine() is string more)
            line += "\n" + more;
        return line;
    }

    private string ReadPhysicalLine()
    {
        string line = _reader.ReadLine();
        if (line != null)
            LineNumber++;
        return line;
    }

    private void CloseFile()
    {
        _reader?.Dispose();
        _reader = null;
    }
}
