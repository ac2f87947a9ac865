using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed partial class DataViewSchema
{
    /// <summary>Named, typed values that say something of a column: names of slots or keys, whether it is normalized.</summary>
    public sealed partial class Annotations
    {
        private readonly Delegate[] _getters;

        private Annotations(DataViewSchema schema, Delegate[] getters)
        {
            Schema = schema;
            _getters = getters;
        }

        /// <summary>No annotations.</summary>
        public static Annotations Empty { get; } = new(new DataViewSchema([]), []);

        /// <summary>The names and types of the annotations.</summary>
        public DataViewSchema Schema { get; }

        /// <summary>A getter of one annotation, of the type that its column says.</summary>
        public ValueGetter<TValue> GetGetter<TValue>(Column column)
        {
            Contracts.CheckParam(column.Index >= 0 && column.Index < _getters.Length && Schema[column.Index].Name == column.Name, nameof(column),
                "The column does not belong to these annotations.");
            Delegate getter = _getters[column.Index];
            return getter as ValueGetter<TValue>
                ?? throw Contracts.Except($"Invalid TValue: '{typeof(TValue)}' of annotation '{column.Name}', expected '{getter.GetType().GetGenericArguments()[0]}'.");
        }

        /// <summary>The value of one annotation.</summary>
        public void GetValue<TValue>(string kind, ref TValue value) => GetGetter<TValue>(Schema[kind])(ref value);

        /// <inheritdoc/>
        public override string ToString() => string.Join(", ", Schema.Select(column => column.Name));

        internal Delegate GetterAt(int index) => _getters[index];
    }
}
