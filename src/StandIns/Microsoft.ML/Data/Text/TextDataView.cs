using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A view over lines of text, read anew each time the view is read. It cannot shuffle.</summary>
internal sealed class TextDataView : IDataView
{
    private readonly IHost _host;
    private readonly TextLoader.Options _options;
    private readonly TextBinding _binding;
    private readonly IMultiStreamSource _source;

    public TextDataView(IHost host, TextLoader.Options options, TextBinding binding, IMultiStreamSource source)
    {
        _host = host;
        _options = options;
        _binding = binding;
        _source = source;
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema => _binding.Schema;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
        => new TextCursor(_host, _options, _binding, _source, ColumnSelection.Mark(Schema, columnsNeeded));

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
        => [GetRowCursor(columnsNeeded, rand)];
}
