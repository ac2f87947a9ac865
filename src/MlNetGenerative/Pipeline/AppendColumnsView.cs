using Microsoft.ML;

namespace MlNetGenerative.Pipeline;

/// <summary>A lazy view that appends the columns of a mapper to each row of its source; nothing is computed until a cursor asks.</summary>
internal sealed class AppendColumnsView(AppendColumnsMapper mapper, IDataView source) : IDataView
{
    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => mapper.OutputSchema;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        DataViewSchema.Column[] active = [.. columnsNeeded];
        return new AppendColumnsCursor(mapper, source.GetRowCursor(mapper.GetDependencies(active), rand), active);
    }

    /// <remarks>The source may give fewer cursors than asked for; so does this view.</remarks>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        DataViewSchema.Column[] active = [.. columnsNeeded];
        DataViewRowCursor[] inputs = source.GetRowCursorSet(mapper.GetDependencies(active), n, rand);
        return Array.ConvertAll(inputs, DataViewRowCursor (input) => new AppendColumnsCursor(mapper, input, active));
    }
}
