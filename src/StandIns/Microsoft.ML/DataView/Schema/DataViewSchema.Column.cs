using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed partial class DataViewSchema
{
    /// <summary>A column at its place in a schema.</summary>
    public struct Column
    {
        internal Column(string name, int index, bool isHidden, DataViewType type, Annotations annotations)
        {
            Name = name;
            Index = index;
            IsHidden = isHidden;
            Type = type;
            Annotations = annotations;
        }

        /// <summary>The name, never empty.</summary>
        public string Name { get; }

        /// <summary>The place in the schema.</summary>
        public int Index { get; }

        /// <summary>True when a later column has the same name.</summary>
        public bool IsHidden { get; }

        /// <summary>The type of the values.</summary>
        public DataViewType Type { get; }

        /// <summary>What is known of the column beside its type; never null.</summary>
        public Annotations Annotations { get; }

        /// <inheritdoc/>
        public override string ToString() => Describe(Name, Type, Annotations);

        internal static string Describe(string name, DataViewType type, Annotations annotations)
        {
            string kinds = annotations is null || annotations.Schema.Count == 0
                ? ""
                : $" {{{string.Join(", ", annotations.Schema.Select(a => a.Name))}}}";
            return $"{name}: {type}{kinds}";
        }
    }
}
