using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed partial class DataViewSchema
{
    public sealed partial class Annotations
    {
        /// <summary>Collects annotations.</summary>
        public sealed class Builder
        {
            private readonly List<DetachedColumn> _columns = new();
            private readonly List<Delegate> _getters = new();

            /// <summary>An empty builder.</summary>
            public Builder()
            {
            }

            /// <summary>Adds those of other annotations whose names the selector takes; null adds nothing.</summary>
            public void Add(Annotations annotations, Func<string, bool> selector)
            {
                Contracts.CheckValue(selector, nameof(selector));
                if (annotations is null)
                    return;
                foreach (Column column in annotations.Schema)
                {
                    if (selector(column.Name))
                        Append(column.Name, column.Type, annotations._getters[column.Index], column.Annotations);
                }
            }

            /// <summary>Adds an annotation whose value the getter writes.</summary>
            public void Add<TValue>(string name, DataViewType type, ValueGetter<TValue> getter, Annotations annotations = null)
            {
                Contracts.CheckNonEmpty(name, nameof(name));
                Contracts.CheckValue(type, nameof(type));
                Contracts.CheckValue(getter, nameof(getter));
                Contracts.CheckParam(type.RawType == typeof(TValue), nameof(type), $"The type's values are '{type.RawType}', the getter's '{typeof(TValue)}'.");
                Append(name, type, getter, annotations);
            }

            /// <summary>Adds an annotation whose value the getter, a <see cref="ValueGetter{TValue}"/>, writes.</summary>
            public void Add(string name, DataViewType type, Delegate getter, Annotations annotations = null)
            {
                Contracts.CheckNonEmpty(name, nameof(name));
                Contracts.CheckValue(type, nameof(type));
                Contracts.CheckValue(getter, nameof(getter));
                Contracts.CheckParam(getter.GetType() == typeof(ValueGetter<>).MakeGenericType(type.RawType), nameof(getter),
                    $"The getter must be a ValueGetter of '{type.RawType}', but it is '{getter.GetType()}'.");
                Append(name, type, getter, annotations);
            }

            /// <summary>Adds an annotation of one fixed value.</summary>
            public void AddPrimitiveValue<TValue>(string name, PrimitiveDataViewType type, TValue value, Annotations annotations = null)
            {
                Contracts.CheckNonEmpty(name, nameof(name));
                Contracts.CheckValue(type, nameof(type));
                Contracts.CheckParam(type.RawType == typeof(TValue), nameof(type), $"The type's values are '{type.RawType}', the value is '{typeof(TValue)}'.");
                Append(name, type, (ValueGetter<TValue>)((ref TValue destination) => destination = value), annotations);
            }

            /// <summary>The annotations added so far.</summary>
            public Annotations ToAnnotations() => new(new DataViewSchema(_columns), _getters.ToArray());

            private void Append(string name, DataViewType type, Delegate getter, Annotations annotations)
            {
                _columns.Add(new DetachedColumn(name, type, annotations));
                _getters.Add(getter);
            }
        }
    }
}
