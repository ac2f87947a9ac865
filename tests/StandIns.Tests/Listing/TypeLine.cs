using System.Reflection;

namespace StandIns.Tests.Listing;

/// <summary>The listing's line of a type.</summary>
internal static class TypeLine
{
    public static string Of(Type type)
    {
        string attributes = type.IsDefined(typeof(FlagsAttribute), false) ? "[Flags] " : "";
        string access = MemberLine.Accessibility(type);
        string name = TypeNames.Declared(type);
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            MethodInfo invoke = type.GetMethod("Invoke")!;
            return $"{access} delegate {TypeNames.Of(invoke.ReturnType)} {name}({MemberLine.Parameters(invoke)}){MemberLine.Constraints(type.GetGenericArguments())}";
        }
        if (type.IsEnum)
            return $"{attributes}{access} enum {name} : {TypeNames.Of(Enum.GetUnderlyingType(type))}";
        string[] bases = Bases(type);
        string inheritance = bases.Length == 0 ? "" : " : " + string.Join(", ", bases);
        return $"{attributes}{access} {Kind(type)} {name}{inheritance}{MemberLine.Constraints(type.GetGenericArguments())}{Derivability(type)}";
    }

    /// <summary>The line without the interfaces that are internal, which do not matter to users, and with the others in order.</summary>
    public static string WithoutInternalBases(string line)
    {
        const string Mark = "/*internal*/";
        int colon = line.IndexOf(" : ", StringComparison.Ordinal);
        if (colon < 0)
            return line;
        string head = line[..colon];
        string rest = line[(colon + 3)..];
        int end = rest.IndexOf(" where ", StringComparison.Ordinal) is int where and >= 0 ? where : rest.IndexOf("  /*", StringComparison.Ordinal);
        string tail = end < 0 ? "" : rest[end..];
        string[] bases = SplitOutsideBrackets(end < 0 ? rest : rest[..end]).Where(name => !name.StartsWith(Mark, StringComparison.Ordinal)).ToArray();
        Array.Sort(bases, StringComparer.Ordinal);
        return bases.Length == 0 ? head + tail : $"{head} : {string.Join(", ", bases)}{tail}";
    }

    private static string Kind(Type type)
    {
        if (type.IsInterface)
            return "interface";
        if (type.IsValueType)
        {
            bool isReadOnly = type.GetCustomAttributesData().Any(a => a.AttributeType.Name == "IsReadOnlyAttribute");
            return (isReadOnly ? "readonly " : "") + (type.IsByRefLike ? "ref " : "") + "struct";
        }
        if (type.IsAbstract && type.IsSealed)
            return "static class";
        return (type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "") + "class";
    }

    private static string[] Bases(Type type)
    {
        var result = new List<string>();
        if (type.IsClass && type.BaseType != null && type.BaseType != typeof(object))
            result.Add(TypeNames.Of(type.BaseType));
        Type[] all = type.GetInterfaces();
        IEnumerable<Type> inherited = type.IsClass && type.BaseType != null ? type.BaseType.GetInterfaces() : [];
        IEnumerable<Type> implied = all.SelectMany(i => i.GetInterfaces());
        result.AddRange(all.Except(inherited).Except(implied)
            .Select(i => (Name: TypeNames.Of(i), Internal: !i.IsVisible))
            .OrderBy(i => i.Name, StringComparer.Ordinal)
            .Select(i => (i.Internal ? "/*internal*/" : "") + i.Name));
        return result.ToArray();
    }

    private static string Derivability(Type type)
    {
        if (!type.IsClass || type.IsSealed)
            return "";
        const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        if (!type.GetConstructors(Declared).Any(IsForHeirs))
            return "  /* not derivable: no public/protected ctor */";
        return type.GetMethods(Declared).Any(m => m.IsAbstract && !IsForHeirs(m)) ? "  /* not derivable: has inaccessible abstract members */" : "";
    }

    private static bool IsForHeirs(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static IEnumerable<string> SplitOutsideBrackets(string text)
    {
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '<')
                depth++;
            else if (text[i] == '>')
                depth--;
            else if (text[i] == ',' && depth == 0)
            {
                yield return text[start..i].Trim();
                start = i + 1;
            }
        }
        yield return text[start..].Trim();
    }
}
