using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public sealed partial class SchemaDefinition
{
    /// <summary>The column that a member stands for.</summary>
    public sealed class Column
    {
        private DataViewSchema.Annotations _annotations = DataViewSchema.Annotations.Empty;

        internal Column(string memberName, DataViewType columnType, string columnName)
        {
            Contracts.CheckNonEmpty(memberName, nameof(memberName));
            MemberName = memberName;
            ColumnType = columnType;
            ColumnName = columnName ?? memberName;
        }

        /// <summary>The member.</summary>
        public string MemberName { get; }

        /// <summary>The name of the column.</summary>
        public string ColumnName { get; set; }

        /// <summary>The type of the column; null for the one that the member's type says.</summary>
        public DataViewType ColumnType { get; set; }

        /// <summary>The annotations of the column.</summary>
        public DataViewSchema.Annotations Annotations => _annotations;

        /// <summary>Adds an annotation, or replaces the one of that kind.</summary>
        public void AddAnnotation<T>(string kind, T value, DataViewType annotationType)
        {
            Contracts.CheckNonEmpty(kind, nameof(kind));
            Contracts.CheckValue(annotationType, nameof(annotationType));
            var builder = new DataViewSchema.Annotations.Builder();
            builder.Add(Annotations, other => other != kind);
            AnnotationValue.Add(builder, kind, value, annotationType);
            _annotations = builder.ToAnnotations();
        }

        internal void CopyAnnotations(DataViewSchema.Annotations annotations)
        {
            var builder = new DataViewSchema.Annotations.Builder();
            builder.Add(Annotations, _ => true);
            builder.Add(annotations, _ => true);
            _annotations = builder.ToAnnotations();
        }
    }
}
