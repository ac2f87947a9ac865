using System.Collections;
using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>The columns of a view, in order. A later column hides an earlier one of the same name.</summary>
public sealed partial class DataViewSchema : IReadOnlyList<DataViewSchema.Column>
{
    private readonly Column[] _columns;
    private readonly Dictionary<string, int> _indexOf;

    private DataViewSchema(IReadOnlyList<DetachedColumn> columns)
    {
        _indexOf = new Dictionary<string, int>(columns.Count);
        for (int i = 0; i < columns.Count; i++)
            _indexOf[columns[i].Name] = i;
        _columns = new Column[columns.Count];
        for (int i = 0; i < _columns.Length; i++)
        {
            DetachedColumn column = columns[i];
            _columns[i] = new Column(column.Name, i, _indexOf[column.Name] != i, column.Type, column.Annotations);
        }
    }

    /// <summary>The number of columns, hidden ones counted.</summary>
    public int Count => _columns.Length;

    /// <summary>The column that a name stands for, that is the last one of that name.</summary>
    public Column this[string name]
    {
        get
        {
            ArgumentException.ThrowIfNullOrEmpty(name);
            if (!_indexOf.TryGetValue(name, out int index))
                throw new ArgumentOutOfRangeException(nameof(name), $"Column '{name}' not found");
            return _columns[index];
        }
    }

    /// <summary>The column at an index, hidden or not.</summary>
    public Column this[int columnIndex]
    {
        get
        {
            if (columnIndex < 0 || columnIndex >= _columns.Length)
                throw new ArgumentOutOfRangeException(nameof(columnIndex));
            return _columns[columnIndex];
        }
    }

    /// <summary>The column that a name stands for, or null.</summary>
    public Column? GetColumnOrNull(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return _indexOf.TryGetValue(name, out int index) ? _columns[index] : null;
    }

    /// <summary>All columns, hidden ones too.</summary>
    public IEnumerator<Column> GetEnumerator() => ((IEnumerable<Column>)_columns).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => $"{Count} columns";
}
