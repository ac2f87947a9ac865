using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed partial class DataViewSchema
{
    /// <summary>Collects columns into a schema.</summary>
    public sealed class Builder
    {
        private readonly List<DetachedColumn> _columns = new();

        /// <summary>An empty builder.</summary>
        public Builder()
        {
        }

        /// <summary>Adds a column at the end; it hides earlier ones of the same name.</summary>
        public void AddColumn(string name, DataViewType type, Annotations annotations = null)
            => _columns.Add(new DetachedColumn(name, type, annotations));

        /// <summary>Adds columns at the end, in order.</summary>
        public void AddColumns(IEnumerable<DetachedColumn> source) => _columns.AddRange(source);

        /// <summary>Adds copies of columns at the end, in order, hidden ones too.</summary>
        public void AddColumns(IEnumerable<Column> source)
        {
            foreach (Column column in source)
                _columns.Add(new DetachedColumn(column));
        }

        /// <summary>The schema of the columns added so far.</summary>
        public DataViewSchema ToSchema() => new(_columns);
    }
}
