namespace StandIns.Tests.Listing;

/// <summary>Names of types as the listing writes them.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(object)] = "object", [typeof(string)] = "string", [typeof(bool)] = "bool", [typeof(char)] = "char",
        [typeof(sbyte)] = "sbyte", [typeof(byte)] = "byte", [typeof(short)] = "short", [typeof(ushort)] = "ushort", [typeof(int)] = "int",
        [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong", [typeof(float)] = "float", [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    /// <summary>The name with its type arguments; a parameter's by-reference mark is left out.</summary>
    public static string Of(Type type)
    {
        if (type.IsByRef)
            return Of(type.GetElementType()!);
        if (type.IsArray)
            return Of(type.GetElementType()!) + "[" + new string(',', type.GetArrayRank() - 1) + "]";
        if (type.IsGenericParameter)
            return type.Name;
        if (Keywords.TryGetValue(type, out string? keyword))
            return keyword;
        return Nullable.GetUnderlyingType(type) is Type underlying ? Of(underlying) + "?" : Qualified(type, type.GetGenericArguments(), Of);
    }

    /// <summary>The name of a type where it is declared: type parameters with their variance.</summary>
    public static string Declared(Type type) => Qualified(type, type.GetGenericArguments(), parameter =>
    {
        var variance = parameter.GenericParameterAttributes & System.Reflection.GenericParameterAttributes.VarianceMask;
        string mark = variance switch
        {
            System.Reflection.GenericParameterAttributes.Covariant => "out ",
            System.Reflection.GenericParameterAttributes.Contravariant => "in ",
            _ => "",
        };
        return mark + parameter.Name;
    });

    // A nested type's arguments begin with those of the type around it.
    private static string Qualified(Type type, Type[] arguments, Func<Type, string> argumentName)
    {
        string prefix = type.DeclaringType is Type outer
            ? Qualified(outer, arguments, argumentName) + "."
            : type.Namespace is { Length: > 0 } space ? space + "." : "";
        int tick = type.Name.IndexOf('`');
        if (tick < 0)
            return prefix + type.Name;
        int outerCount = type.DeclaringType?.GetGenericArguments().Length ?? 0;
        int ownCount = int.Parse(type.Name[(tick + 1)..]);
        return $"{prefix}{type.Name[..tick]}<{string.Join(", ", arguments.Skip(outerCount).Take(ownCount).Select(argumentName))}>";
    }
}
