using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A member of a class bound to a column.</summary>
internal sealed class MemberBinding
{
    private MemberBinding(MemberInfo member, string columnName, DataViewType columnType, DataViewSchema.Annotations annotations)
    {
        Member = member;
        ColumnName = columnName;
        ColumnType = columnType;
        Annotations = annotations;
    }

    public MemberInfo Member { get; }

    public string ColumnName { get; }

    public DataViewType ColumnType { get; }

    public DataViewSchema.Annotations Annotations { get; }

    public Type MemberType => TypeOf(Member);

    /// <summary>The members that a view over objects of the class has columns for.</summary>
    public static MemberBinding[] ForReading(Type userType, SchemaDefinition definition)
        => Bind(userType, definition ?? SchemaDefinition.Create(userType, SchemaDefinition.Direction.Read));

    /// <summary>The members of the class that columns of the schema are written to.</summary>
    public static MemberBinding[] ForWriting(Type userType, SchemaDefinition definition, DataViewSchema schema, bool ignoreMissingColumns)
    {
        var bound = new List<MemberBinding>();
        foreach (MemberBinding binding in Bind(userType, definition ?? SchemaDefinition.Create(userType, SchemaDefinition.Direction.Write)))
        {
            DataViewSchema.Column? column = schema.GetColumnOrNull(binding.ColumnName);
            if (column is null)
            {
                if (ignoreMissingColumns)
                    continue;
                throw Contracts.ExceptSchemaMismatch("Schema", "", binding.ColumnName);
            }
            Contracts.Check(IsCompatible(column.Value.Type, binding.Member),
                $"Can't bind the IDataView column '{column.Value.Name}' of type '{column.Value.Type}' to field or property '{binding.Member.Name}' of type '{binding.MemberType.FullName}'.");
            bound.Add(binding);
        }
        return bound.ToArray();
    }

    /// <summary>The public fields, then the public properties that can be read, written or either.</summary>
    public static IEnumerable<MemberInfo> MembersOf(Type userType, SchemaDefinition.Direction direction)
    {
        const BindingFlags PublicInstance = BindingFlags.Public | BindingFlags.Instance;
        bool read = (direction & SchemaDefinition.Direction.Read) != 0;
        bool write = (direction & SchemaDefinition.Direction.Write) != 0;
        IEnumerable<PropertyInfo> properties = userType.GetProperties(PublicInstance).Where(property =>
            property.GetIndexParameters().Length == 0
            && ((read && property.GetGetMethod() != null) || (write && property.GetSetMethod() != null)));
        return userType.GetFields(PublicInstance).Concat<MemberInfo>(properties);
    }

    /// <summary>Whether a member holds a vector, and the type of its value or of the vector's items (text for string).</summary>
    public static void GetVectorAndItemType(MemberInfo member, out bool isVector, out Type itemType)
    {
        Type type = TypeOf(member);
        itemType = type;
        isVector = true;
        if (type.IsArray)
            itemType = type.GetElementType();
        else if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VBuffer<>))
            itemType = type.GetGenericArguments()[0];
        else
            isVector = false;
        if (itemType == typeof(string))
            itemType = typeof(ReadOnlyMemory<char>);
        if (PrimitiveTypes.OrNull(itemType) == null)
            throw Contracts.ExceptParam("rawType", $"Could not determine an IDataView type and registered custom types for member {member.Name}");
    }

    private static MemberBinding[] Bind(Type userType, SchemaDefinition definition)
    {
        var names = new HashSet<string>();
        var bindings = new MemberBinding[definition.Count];
        for (int i = 0; i < bindings.Length; i++)
        {
            SchemaDefinition.Column column = definition[i];
            MemberInfo member = FindMember(userType, column.MemberName);
            string name = string.IsNullOrEmpty(column.ColumnName) ? member.Name : column.ColumnName;
            Contracts.CheckParam(names.Add(name), "userSchemaDefinition", $"Duplicate column name '{name}' in schema definition");
            bindings[i] = new MemberBinding(member, name, CheckedType(member, name, column.ColumnType), column.Annotations);
        }
        return bindings;
    }

    private static MemberInfo FindMember(Type userType, string name)
        => (MemberInfo)userType.GetField(name) ?? userType.GetProperty(name)
            ?? throw Contracts.ExceptParam("userSchemaDefinition", $"No field or property with name '{name}' found in type '{userType.FullName}'");

    private static DataViewType CheckedType(MemberInfo member, string columnName, DataViewType columnType)
    {
        GetVectorAndItemType(member, out bool isVector, out Type itemType);
        if (columnType == null)
        {
            PrimitiveDataViewType item = PrimitiveTypes.OrNull(itemType);
            return isVector ? new VectorDataViewType(item, 0) : item;
        }
        Contracts.CheckParam(isVector == columnType is VectorDataViewType, "userSchemaDefinition",
            $"Column '{columnName}' is supposed to be {(columnType is VectorDataViewType ? "vector" : "scalar")}, but type of associated field '{member.Name}' is {(isVector ? "vector" : "scalar")}");
        Type expected = PrimitiveTypes.ItemOf(columnType).RawType;
        Contracts.CheckParam(expected == itemType, "userSchemaDefinition",
            $"Column '{columnName}' is supposed to have item type {expected.FullName}, but associated field '{member.Name}' has type {itemType.FullName}");
        return columnType;
    }

    private static bool IsCompatible(DataViewType columnType, MemberInfo member)
    {
        GetVectorAndItemType(member, out bool isVector, out Type itemType);
        return isVector == columnType is VectorDataViewType && PrimitiveTypes.ItemOf(columnType).RawType == itemType;
    }

    private static Type TypeOf(MemberInfo member) => member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;
}
