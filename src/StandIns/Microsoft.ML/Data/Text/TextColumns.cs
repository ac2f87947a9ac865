using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The columns of a text file that the members of a class say.</summary>
internal static class TextColumns
{
    public static TextLoader.Column[] Of(Type type)
    {
        MemberInfo[] members = MemberBinding.MembersOf(type, SchemaDefinition.Direction.Read).ToArray();
        Contracts.CheckParam(members.Length > 0, "TInput", "Should define at least one public, readable field or property in TInput.");
        return Array.ConvertAll(members, member => Of(member, member.GetCustomAttribute<LoadColumnAttribute>() ?? throw Contracts.Except(
            $"{(member is FieldInfo ? "Field" : "Property")} '{member.Name}' is missing the {nameof(LoadColumnAttribute)} attribute")));
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
