namespace Microsoft.ML.Data;

/// <summary>Reads a view as objects.</summary>
internal static class TypedReader
{
    /// <summary>Binds at once, so that errors come at once; reads when it is enumerated.</summary>
    public static IEnumerable<TRow> Read<TRow>(IDataView data, bool reuseRowObject, bool ignoreMissingColumns, SchemaDefinition definition)
        where TRow : class, new()
    {
        MemberBinding[] members = MemberBinding.ForWriting(typeof(TRow), definition, data.Schema, ignoreMissingColumns);
        return Rows<TRow>(data, members, reuseRowObject);
    }

    private static IEnumerable<TRow> Rows<TRow>(IDataView data, MemberBinding[] members, bool reuseRowObject)
        where TRow : class, new()
    {
        using DataViewRowCursor cursor = data.GetRowCursor(members.Select(member => data.Schema[member.ColumnName]).ToArray());
        Action<TRow> fill = ObjectFiller.Make<TRow>(cursor, members);
        TRow row = null;
        while (cursor.MoveNext())
        {
            if (!reuseRowObject || row == null)
                row = new TRow();
            fill(row);
            yield return row;
        }
    }
}
