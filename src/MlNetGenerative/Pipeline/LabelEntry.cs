using Microsoft.ML;

namespace MlNetGenerative.Pipeline;

/// <summary>The entries of a row with the one-hot code of its label after the features: one entry more, a 1 in the column of the label.</summary>
internal sealed class LabelEntry(DataViewRow row, DataViewSchema.Column column)
{
    private readonly Func<int> _read = KeyColumn.CreateReader(row, column);
    private int[] _indices = [];
    private float[] _values = [];
    private int _count;
    private int _label;

    public ReadOnlySpan<int> Indices => _indices.AsSpan(0, _count);

    public ReadOnlySpan<float> Values => _values.AsSpan(0, _count);

    /// <summary>Takes the features of the current row and reads its label; false when the row is to be skipped.</summary>
    public bool Append(NonZeroEntries features, RowCheck check, long position)
    {
        _label = _read();
        if (!check.AcceptsLabel(column.Name, _label, position))
            return false;
        Compose(features);
        return true;
    }

    /// <summary>Takes the features again, with the label read last.</summary>
    public void Compose(NonZeroEntries features)
    {
        int count = features.Indices.Length;
        if (_indices.Length <= count)
        {
            _indices = new int[features.Width + 1];
            _values = new float[features.Width + 1];
        }
        features.Indices.CopyTo(_indices);
        features.Values.CopyTo(_values);
        _indices[count] = features.Width + _label;
        _values[count] = 1;
        _count = count + 1;
    }
}
