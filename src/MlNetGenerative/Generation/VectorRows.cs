using MlNetGenerative.Pipeline;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetGenerative.Generation;

/// <summary>Fills a vector from the index of its row.</summary>
internal delegate void VectorOfRow(int row, Span<float> vector);

/// <summary>A lazy view of one vector column, each row a function of its index.</summary>
internal sealed class VectorRows : IndexedView
{
    private const int RowsPerCursorTurn = 64;

    private readonly int _size;
    private readonly VectorOfRow _fill;

    public VectorRows(string columnName, int size, int count, VectorOfRow fill) : base(count, RowsPerCursorTurn)
    {
        OptionCheck.RequireColumn(nameof(columnName), columnName);
        _size = size;
        _fill = fill;
        var schema = new DataViewSchema.Builder();
        schema.AddColumn(columnName, new VectorDataViewType(NumberDataViewType.Single, size),
            ColumnAnnotations.ForVector(ColumnAnnotations.Numbered(columnName, size), isNormalized: false));
        Schema = schema.ToSchema();
    }

    public override DataViewSchema Schema { get; }

    public override Delegate?[] CreateGetters(IndexedCursor cursor, bool[] active, bool ascending) =>
        [active[0] ? (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
        {
            cursor.CheckOnRow();
            VBufferEditor<float> editor = VBufferEditor.Create(ref value, _size);
            _fill(cursor.Index, editor.Values);
            value = editor.Commit();
        }) : null];
}
