using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed partial class DataViewSchema
{
    /// <summary>A column that belongs to no schema yet.</summary>
    public struct DetachedColumn
    {
        /// <summary>A column of a name, a type and, if given, annotations.</summary>
        public DetachedColumn(string name, DataViewType type, Annotations annotations = null)
        {
            Contracts.CheckNonEmpty(name, nameof(name));
            Contracts.CheckValue(type, nameof(type));
            Name = name;
            Type = type;
            Annotations = annotations ?? Annotations.Empty;
        }

        /// <summary>A copy of a column of a schema.</summary>
        public DetachedColumn(Column column)
            : this(column.Name, column.Type, column.Annotations)
        {
        }

        /// <summary>The name, never empty.</summary>
        public string Name { get; }

        /// <summary>The type of the values.</summary>
        public DataViewType Type { get; }

        /// <summary>What is known of the column beside its type; never null.</summary>
        public Annotations Annotations { get; }
    }
}
