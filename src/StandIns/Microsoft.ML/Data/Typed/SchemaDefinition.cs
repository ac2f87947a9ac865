using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Which column each member of a class stands for.</summary>
public sealed partial class SchemaDefinition : List<SchemaDefinition.Column>
{
    private SchemaDefinition()
    {
    }

    /// <summary>The column of a name; null when there is none.</summary>
    public Column this[string columnName]
    {
        get => this.FirstOrDefault(column => column.ColumnName == columnName);
        set
        {
            Contracts.CheckValue(value, nameof(value));
            Contracts.CheckParam(value.ColumnName == columnName, nameof(columnName),
                $"The column name is specified as '{columnName}', but must match '{value.ColumnName}'.");
            int index = FindIndex(column => column.ColumnName == columnName);
            if (index >= 0)
                this[index] = value;
            else
                Add(value);
        }
    }

    /// <summary>The columns that the public fields and properties of a class, and their attributes, say: fields first.</summary>
    public static SchemaDefinition Create(Type userType, Direction direction = Direction.Both)
    {
        Contracts.CheckValue(userType, nameof(userType));
        var definition = new SchemaDefinition();
        var names = new HashSet<string>();
        foreach (MemberInfo member in MemberBinding.MembersOf(userType, direction))
        {
            if (member.GetCustomAttribute<NoColumnAttribute>() != null)
                continue;
            string name = member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name;
            Contracts.CheckParam(names.Add(name), nameof(userType), $"Duplicate column name '{name}' detected, this is disallowed");
            definition.Add(new Column(member.Name, TypeOf(member), name));
        }
        return definition;
    }

    /// <summary>The columns of a class, each with the annotations of the schema's column of that name.</summary>
    internal static SchemaDefinition FromSchema(Type userType, DataViewSchema schema)
    {
        SchemaDefinition definition = Create(userType, Direction.Read);
        foreach (DataViewSchema.Column column in schema)
        {
            Column member = definition[column.Name] ?? throw Contracts.Except($"Type should contain a member named {column.Name}");
            member.CopyAnnotations(column.Annotations);
        }
        return definition;
    }

    private static DataViewType TypeOf(MemberInfo member)
    {
        MemberBinding.GetVectorAndItemType(member, out bool isVector, out Type itemClrType);
        PrimitiveDataViewType itemType = ItemTypeOf(member, itemClrType);
        var vector = member.GetCustomAttribute<VectorTypeAttribute>();
        if (!isVector)
        {
            Contracts.CheckParam(vector == null, "userType", $"Member {member.Name} marked with {nameof(VectorTypeAttribute)}, but does not appear to be a vector type");
            return itemType;
        }
        return vector?.Dims is { Length: > 0 } dims ? new VectorDataViewType(itemType, dims) : new VectorDataViewType(itemType, 0);
    }

    private static PrimitiveDataViewType ItemTypeOf(MemberInfo member, Type itemClrType)
    {
        var key = member.GetCustomAttribute<KeyTypeAttribute>();
        if (key == null)
            return PrimitiveTypes.OrNull(itemClrType);
        Contracts.CheckParam(KeyDataViewType.IsValidDataType(itemClrType), "userType",
            $"Member {member.Name} marked with KeyType attribute, but does not appear to be a valid kind of data for a key type");
        return new KeyDataViewType(itemClrType, key.KeyCount?.Count ?? PrimitiveTypes.MostKeys(itemClrType));
    }
}
