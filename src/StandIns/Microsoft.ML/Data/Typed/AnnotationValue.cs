using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Turns a value given by the user (an array, a text) into an annotation of a type.</summary>
internal static class AnnotationValue
{
    public static void Add<T>(DataViewSchema.Annotations.Builder builder, string kind, T value, DataViewType type)
    {
        switch (value)
        {
            case string text when type is TextDataViewType:
                builder.Add(kind, type, (ref ReadOnlyMemory<char> destination) => destination = text.AsMemory());
                return;
            case string[] texts when type is VectorDataViewType { ItemType: TextDataViewType }:
                AddVector(builder, kind, type, Array.ConvertAll(texts, text => text.AsMemory()));
                return;
        }
        if (type is VectorDataViewType vector && typeof(T).IsArray && typeof(T).GetElementType() == vector.ItemType.RawType)
        {
            GenericCall.Invoke(typeof(AnnotationValue), nameof(AddVector), vector.ItemType.RawType, builder, kind, type, value);
            return;
        }
        Contracts.CheckParam(typeof(T) == type.RawType, nameof(type), $"An annotation of type '{type}' cannot hold a value of '{typeof(T)}'.");
        builder.Add(kind, type, (ref T destination) => destination = value);
    }

    private static void AddVector<TItem>(DataViewSchema.Annotations.Builder builder, string kind, DataViewType type, TItem[] items)
        => builder.Add(kind, type, (ref VBuffer<TItem> destination) => VBuffer<TItem>.Copy(items, 0, ref destination, items.Length));
}
