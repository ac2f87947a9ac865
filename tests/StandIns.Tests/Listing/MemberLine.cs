using System.Globalization;
using System.Reflection;

namespace StandIns.Tests.Listing;

/// <summary>The listing's line of a member.</summary>
internal static class MemberLine
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>The lines of all members of a type that users see.</summary>
    public static IEnumerable<string> OfVisible(Type type)
        => type.GetMembers(Declared)
            .Where(member => member is not Type && !IsAccessor(member) && IsVisible(member) && !(type.IsEnum && member.Name == "value__"))
            .Select(Of);

    /// <summary>The line of one member, without the leading M.</summary>
    public static string Of(MemberInfo member)
    {
        Type type = member.DeclaringType!;
        string text = member switch
        {
            ConstructorInfo constructor => $"{Accessibility(constructor)} .ctor({Parameters(constructor)})",
            MethodInfo method => Method(type, method),
            PropertyInfo property => Property(type, property),
            EventInfo info => $"{Accessibility(info.AddMethod!)} {Modifiers(type, info.AddMethod!)}event {TypeNames.Of(info.EventHandlerType!)} {info.Name}",
            FieldInfo field => Field(type, field),
            _ => throw new InvalidOperationException($"{member} is no member that the listing knows."),
        };
        return $"{TypeNames.Declared(type)} :: {text}";
    }

    /// <summary>The property or event that a method belongs to, or the member itself.</summary>
    public static MemberInfo OwnerOf(MemberInfo member)
        => member is not MethodInfo method
            ? member
            : member.DeclaringType!.GetProperties(Declared).FirstOrDefault(p => p.GetMethod == method || p.SetMethod == method)
                ?? (MemberInfo?)member.DeclaringType.GetEvents(Declared).FirstOrDefault(e => e.AddMethod == method || e.RemoveMethod == method)
                ?? member;

    public static string Accessibility(Type type)
        => type.IsNested
            ? type.IsNestedPublic ? "public" : type.IsNestedFamily ? "protected" : type.IsNestedFamORAssem ? "protected internal"
                : type.IsNestedAssembly ? "internal" : type.IsNestedFamANDAssem ? "private protected" : "private"
            : type.IsPublic ? "public" : "internal";

    public static string Parameters(MethodBase method)
    {
        bool extends = method.IsDefined(typeof(System.Runtime.CompilerServices.ExtensionAttribute), false);
        return string.Join(", ", method.GetParameters().Select((parameter, i) => (extends && i == 0 ? "this " : "") + Parameter(parameter)));
    }

    public static string Constraints(IEnumerable<Type> parameters) => string.Concat(parameters.Select(parameter =>
    {
        var parts = new List<string>();
        GenericParameterAttributes special = parameter.GenericParameterAttributes;
        bool isStruct = (special & GenericParameterAttributes.NotNullableValueTypeConstraint) != 0;
        if ((special & GenericParameterAttributes.ReferenceTypeConstraint) != 0)
            parts.Add("class");
        if (isStruct)
            parts.Add("struct");
        parts.AddRange(parameter.GetGenericParameterConstraints().Where(type => type != typeof(ValueType)).Select(TypeNames.Of));
        if (!isStruct && (special & GenericParameterAttributes.DefaultConstructorConstraint) != 0)
            parts.Add("new()");
        return parts.Count == 0 ? "" : $" where {parameter.Name} : {string.Join(", ", parts)}";
    }));

    private static bool IsAccessor(MemberInfo member) => member is MethodInfo { IsSpecialName: true } && OwnerOf(member) != member;

    private static bool IsVisible(MemberInfo member) => member switch
    {
        MethodBase method => IsVisible(method),
        PropertyInfo property => property.GetAccessors(true).Any(IsVisible),
        EventInfo info => IsVisible(info.AddMethod!),
        FieldInfo field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly,
        _ => false,
    };

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Accessibility(MethodBase method)
        => method.IsPublic ? "public" : method.IsFamily ? "protected" : method.IsFamilyOrAssembly ? "protected internal"
            : method.IsAssembly ? "internal" : method.IsFamilyAndAssembly ? "private protected" : "private";

    private static string Modifiers(Type type, MethodInfo method)
    {
        if (method.IsStatic)
            return "static ";
        if (type.IsInterface || !method.IsVirtual)
            return "";
        bool isOverride = (method.Attributes & MethodAttributes.NewSlot) == 0;
        if (typeof(Delegate).IsAssignableFrom(type))
            return "virtual ";
        if (method.IsAbstract)
            return isOverride ? "abstract override " : "abstract ";
        if (isOverride)
            return method.IsFinal ? "sealed override " : "override ";
        return method.IsFinal ? "" : "virtual ";
    }

    private static string Method(Type type, MethodInfo method)
    {
        Type[] parameters = method.GetGenericArguments();
        string generic = parameters.Length == 0 ? "" : $"<{string.Join(", ", parameters.Select(TypeNames.Of))}>";
        string obsolete = method.IsDefined(typeof(ObsoleteAttribute), false) ? "[Obsolete] " : "";
        return $"{obsolete}{Accessibility(method)} {Modifiers(type, method)}{TypeNames.Of(method.ReturnType)} {method.Name}{generic}({Parameters(method)}){Constraints(parameters)}";
    }

    private static string Property(Type type, PropertyInfo property)
    {
        MethodInfo widest = property.GetAccessors(true).OrderByDescending(IsVisible).ThenByDescending(m => m.IsPublic).First();
        string access = Accessibility(widest);
        string Accessor(MethodInfo? method, string name)
            => method == null ? "" : Accessibility(method) == access ? $"{name}; " : $"{Accessibility(method)} {name}; ";
        ParameterInfo[] index = property.GetIndexParameters();
        string title = index.Length == 0 ? property.Name : $"this[{string.Join(", ", index.Select(Parameter))}]";
        return $"{access} {Modifiers(type, widest)}{TypeNames.Of(property.PropertyType)} {title} {{ {Accessor(property.GetMethod, "get")}{Accessor(property.SetMethod, "set")}}}";
    }

    private static string Field(Type type, FieldInfo field)
    {
        if (type.IsEnum)
            return $"{field.Name} = {Convert.ToString(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}";
        string access = field.IsPublic ? "public" : field.IsFamily ? "protected" : field.IsFamilyOrAssembly ? "protected internal"
            : field.IsAssembly ? "internal" : field.IsFamilyAndAssembly ? "private protected" : "private";
        string modifiers = field.IsLiteral ? "const " : (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "");
        string value = field.IsLiteral ? " = " + Literal(field.GetRawConstantValue(), field.FieldType) : "";
        return $"{access} {modifiers}{TypeNames.Of(field.FieldType)} {field.Name}{value}";
    }

    private static string Parameter(ParameterInfo parameter)
    {
        string mode = "";
        if (parameter.ParameterType.IsByRef)
            mode = parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ";
        else if (parameter.IsDefined(typeof(ParamArrayAttribute), false))
            mode = "params ";
        string value = parameter.HasDefaultValue ? " = " + Literal(parameter.RawDefaultValue, parameter.ParameterType) : "";
        return $"{mode}{TypeNames.Of(parameter.ParameterType)} {parameter.Name}{value}";
    }

    private static string Literal(object? value, Type type)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        if (type.IsEnum)
            return $"{TypeNames.Of(type)}.{Enum.ToObject(type, value!)}";
        return value switch
        {
            null => type.IsGenericParameter || (type.IsValueType && Nullable.GetUnderlyingType(type) == null) ? "default" : "null",
            bool flag => flag ? "true" : "false",
            string text => $"\"{text}\"",
            char c => char.IsControl(c) ? $"'\\u{(int)c:X4}'" : $"'{c}'",
            float number => number.ToString("R", culture) + "f",
            double number => number.ToString("R", culture) + "d",
            _ => Convert.ToString(value, culture)!,
        };
    }
}
