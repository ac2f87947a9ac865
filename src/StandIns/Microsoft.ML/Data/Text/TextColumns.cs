using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The columns of a text file that the members of a class say.</summary>
internal static class TextColumns
{
    public static TextLoader.Column[] Of(Type type)
    {
        var columns = new List<TextLoader.Column>();
        foreach (MemberInfo member in MemberBinding.MembersOf(type, SchemaDefinition.Direction.Both))
        {
            if (member is PropertyInfo property && (property.GetGetMethod() == null || property.GetSetMethod() == null))
                continue;
            var load = member.GetCustomAttribute<LoadColumnAttribute>();
            if (load != null)
                columns.Add(Of(member, load));
        }
        Contracts.CheckParam(columns.Count > 0, "TInput", $"Should define at least one public, readable and writable field or property in {type.Name} marked with {nameof(LoadColumnAttribute)}.");
        return columns.ToArray();
    }

    private static TextLoader.Column Of(MemberInfo member, LoadColumnAttribute load)
    {
        MemberBinding.GetVectorAndItemType(member, out bool isVector, out Type itemType);
        DataKind kind = PrimitiveTypes.KindOrNull(itemType) ?? throw Contracts.Except($"Field {member.Name} is of unsupported type.");
        string name = member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name;
        TextLoader.Range[] source = load.Sources;
        if (isVector)
            source[0].ForceVector = true;
        var key = member.GetCustomAttribute<KeyTypeAttribute>();
        return new TextLoader.Column(name, kind, source, key == null ? null : key.KeyCount ?? new KeyCount());
    }
}
