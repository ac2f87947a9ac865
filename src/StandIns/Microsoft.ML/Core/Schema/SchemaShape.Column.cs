using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed partial class SchemaShape
{
    /// <summary>A column of a shape.</summary>
    public struct Column
    {
        /// <summary>Whether there is one value or a vector of them.</summary>
        public enum VectorKind
        {
            /// <summary>One value.</summary>
            Scalar,

            /// <summary>A vector of a length that all rows share.</summary>
            Vector,

            /// <summary>A vector whose length may differ from row to row.</summary>
            VariableVector,
        }

        /// <summary>The name.</summary>
        public readonly string Name;

        /// <summary>One value or a vector.</summary>
        public readonly VectorKind Kind;

        /// <summary>The type of the value, or of the vector's items; for a key the number it is stored in.</summary>
        public readonly DataViewType ItemType;

        /// <summary>Whether the value, or each of the vector's items, is a key.</summary>
        public readonly bool IsKey;

        /// <summary>The names and types of annotations; never null in a valid column.</summary>
        public readonly SchemaShape Annotations;

        internal Column(string name, VectorKind vecKind, DataViewType itemType, bool isKey, SchemaShape annotations = null)
        {
            Contracts.CheckNonEmpty(name, nameof(name));
            Contracts.CheckValue(itemType, nameof(itemType));
            Contracts.CheckParam(itemType is not KeyDataViewType, nameof(itemType), "Item type cannot be a key");
            Contracts.CheckParam(itemType is not VectorDataViewType, nameof(itemType), "Item type cannot be a vector");
            Contracts.CheckParam(!isKey || KeyDataViewType.IsValidDataType(itemType.RawType), nameof(itemType), "The item type must be valid for a key");
            Name = name;
            Kind = vecKind;
            ItemType = itemType;
            IsKey = isKey;
            Annotations = annotations ?? Empty;
        }

        internal bool IsValid => Name != null;

        /// <summary>True when <paramref name="source"/> can be used where this column is asked for.</summary>
        internal bool IsCompatibleWith(Column source)
        {
            Contracts.CheckParam(source.IsValid, nameof(source));
            if (Name != source.Name || Kind != source.Kind || !ItemType.Equals(source.ItemType) || IsKey != source.IsKey)
                return false;
            foreach (Column annotation in Annotations)
            {
                if (!source.Annotations.TryFindColumn(annotation.Name, out Column other) || !annotation.IsCompatibleWith(other))
                    return false;
            }
            return true;
        }

        /// <summary>The type in words, as error messages have it: for instance Vector&lt;Single&gt;.</summary>
        internal string GetTypeString()
        {
            string item = IsKey ? $"Key<{ItemType}>" : ItemType.ToString();
            return Kind switch
            {
                VectorKind.Vector => $"Vector<{item}>",
                VectorKind.VariableVector => $"VarVector<{item}>",
                _ => item,
            };
        }
    }
}
