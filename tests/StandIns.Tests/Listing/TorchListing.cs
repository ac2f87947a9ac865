using System.Reflection;
using System.Text.RegularExpressions;

namespace StandIns.Tests.Listing;

/// <summary>The members that the official TorchSharp has in the versions that the product compiles with. Compared by name, types, defaults, and whether static or protected.</summary>
internal sealed partial class TorchListing
{
    private readonly HashSet<string> _types = new(StringComparer.Ordinal);
    private readonly HashSet<string> _members = new(StringComparer.Ordinal);

    public static TorchListing Load()
    {
        var listing = new TorchListing();
        string type = "";
        foreach (string raw in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Listing", "api", "TorchSharp.txt")))
        {
            string line = Comment().Replace(raw, "").TrimEnd();
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                type = TypeName(line[3..]);
                listing._types.Add(type);
            }
            else if (line.StartsWith("  ", StringComparison.Ordinal))
            {
                listing._members.Add($"{type} :: {Member(line.Trim())}");
            }
        }
        Assert.IsGreaterThan(4000, listing._members.Count);
        return listing;
    }

    public int Count => _members.Count;

    /// <summary>What of a type or member the listing lacks, null where it has it.</summary>
    public string? Problem(MemberInfo member)
    {
        if (member is Type type)
            return type.IsVisible ? _types.Contains(TorchNames.Of(type)) ? null : $"type {TorchNames.Of(type)}" : $"not public: {type}";
        string text = $"{TorchNames.Of(member.DeclaringType!)} :: {Modifiers(member)}{Describe(member)}";
        return _members.Contains(text) ? null : text;
    }

    /// <summary>The listing without a line, for tests of the tests.</summary>
    public TorchListing Without(string member)
    {
        var other = new TorchListing();
        other._types.UnionWith(_types);
        other._members.UnionWith(_members.Where(line => !line.EndsWith(member, StringComparison.Ordinal)));
        Assert.IsLessThan(_members.Count, other._members.Count, $"The listing has no '{member}'.");
        return other;
    }

    private static string Describe(MemberInfo member) => member switch
    {
        ConstructorInfo constructor => $"ctor({Types(constructor)})",
        MethodInfo { IsSpecialName: true } method when method.Name.StartsWith("op_", StringComparison.Ordinal) => $"{TorchNames.Of(method.ReturnType)} {Operator(method)}({Types(method)})",
        MethodInfo method => $"{TorchNames.Of(method.ReturnType)} {method.Name}({Types(method)})",
        PropertyInfo property => $"{TorchNames.Of(property.PropertyType)} {property.Name}",
        FieldInfo { DeclaringType.IsEnum: true } field => $"{field.Name} = {Convert.ToInt64(field.GetRawConstantValue(), System.Globalization.CultureInfo.InvariantCulture)}",
        FieldInfo field => $"{TorchNames.Of(field.FieldType)} {field.Name}",
        _ => member.ToString()!,
    };

    private static string Modifiers(MemberInfo member)
    {
        MethodBase? method = member as MethodBase ?? (member as PropertyInfo)?.GetAccessors(true)[0];
        var field = member as FieldInfo;
        if (member.DeclaringType!.IsEnum)
            return "";
        bool isProtected = method is { IsFamily: true } or { IsFamilyOrAssembly: true } || field is { IsFamily: true };
        bool isStatic = method?.IsStatic ?? field!.IsStatic;
        return (isProtected ? "protected " : "") + (isStatic ? "static " : "");
    }

    private static string Operator(MethodInfo method) => method.Name switch
    {
        "op_Addition" => "operator +",
        "op_Subtraction" => "operator -",
        "op_Multiply" => "operator *",
        "op_Division" => "operator /",
        "op_UnaryNegation" => "operator -(unary)",
        "op_Implicit" => "implicit operator",
        _ => method.Name,
    };

    private static string Types(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter => TorchNames.Of(parameter.ParameterType) + Default(parameter)));

    private static string Default(ParameterInfo parameter) => parameter is not { HasDefaultValue: true } ? "" : " = " + parameter.RawDefaultValue switch
    {
        null => "null",
        bool value => value ? "true" : "false",
        float value => value.ToString(System.Globalization.CultureInfo.InvariantCulture),
        double value => value.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ when parameter.ParameterType.IsEnum => $"{TorchNames.Of(parameter.ParameterType)}.{Enum.ToObject(parameter.ParameterType, parameter.RawDefaultValue)}",
        object value => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture),
    };

    // "sealed class TorchSharp.torch.nn.Module<T, TResult> : bases" is torch.nn.Module<T, TResult>.
    private static string TypeName(string declaration)
    {
        string name = declaration.Split(" : ")[0].Split(" where ")[0];
        name = name[(name.IndexOf("TorchSharp", StringComparison.Ordinal) + "TorchSharp.".Length)..];
        foreach (string space in (string[])["Modules.", "Utils.", "Data."])
            if (name.StartsWith(space, StringComparison.Ordinal))
                name = name[space.Length..];
        return TorchNames.Normalize(name);
    }

    private static string Member(string line)
    {
        line = Attribute().Replace(line.Split(" where ")[0], "").Trim();
        string kind = line.Split(' ', 2)[0];
        if (kind is not ("method" or "ctor" or "prop" or "field"))
            return line;   // a value of an enumeration
        string text = Word().Replace(line[kind.Length..].Trim() + " ", "").Trim();
        string before = "";
        foreach (string word in (string[])["protected ", "static "])
            if (text.StartsWith(word, StringComparison.Ordinal))
                (before, text) = (before + word, text[word.Length..]);
        if (kind == "prop")
            text = text.Split(" {")[0];
        int open = kind is "prop" or "field" ? -1 : text.LastIndexOf('(', LastOpen(text));
        if (open < 0)
            return before + TypeAndName(text);
        string parameters = string.Join(", ", Split(text[(open + 1)..^1]).Select(ParameterType));
        string head = text[..open].Trim();
        return before + (kind == "ctor" ? $"ctor({parameters})" : $"{TypeAndName(head)}({parameters})");
    }

    /// <summary>Where the list of parameters opens: the bracket that the last one closes.</summary>
    private static int LastOpen(string text)
    {
        int depth = 0;
        for (int at = text.Length - 1; at >= 0; at--)
        {
            depth += text[at] == ')' ? 1 : text[at] == '(' ? -1 : 0;
            if (text[at] == '(' && depth == 0)
                return at;
        }
        return -1;
    }

    private static string TypeAndName(string head)
    {
        head = TorchNames.Normalize(head);
        int space = head.IndexOf(" implicit operator", StringComparison.Ordinal);
        if (space < 0)
            space = head.IndexOf(" operator ", StringComparison.Ordinal);
        if (space < 0)
            space = head.LastIndexOf(' ');
        string name = head[(space + 1)..];
        return $"{head[..space]} {(name.Contains("operator", StringComparison.Ordinal) ? name : name.Split('<')[0])}";
    }

    private static string ParameterType(string parameter)
    {
        string[] parts = parameter.Split(" = ", 2);
        parameter = parts[0].Trim();
        foreach (string word in (string[])["this ", "params ", "in ", "out "])
            if (parameter.StartsWith(word, StringComparison.Ordinal))
                parameter = parameter[word.Length..];
        return TorchNames.Normalize(parameter[..parameter.LastIndexOf(' ')]) + (parts.Length == 1 ? "" : " = " + Literal(parts[1].Trim()));
    }

    /// <summary>Numbers as .NET prints them: 2f, 1.0 and 1E-05 are 2, 1 and 1E-05.</summary>
    private static string Literal(string text) =>
        double.TryParse(text.TrimEnd('f'), System.Globalization.CultureInfo.InvariantCulture, out double value) && text != "Infinity"
            ? value.ToString(System.Globalization.CultureInfo.InvariantCulture)
            : text;

    private static IEnumerable<string> Split(string parameters)
    {
        int depth = 0, start = 0;
        for (int at = 0; at < parameters.Length; at++)
        {
            depth += parameters[at] is '<' or '(' or '[' ? 1 : parameters[at] is '>' or ')' or ']' ? -1 : 0;
            if (parameters[at] == ',' && depth == 0)
            {
                yield return parameters[start..at];
                start = at + 1;
            }
        }
        if (parameters.Trim().Length > 0)
            yield return parameters[start..];
    }

    [GeneratedRegex(@"/\*.*?\*/|//opt.*$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\[Obsolete.*\]$")]
    private static partial Regex Attribute();

    [GeneratedRegex(@"\b(virtual|override|abstract|sealed|readonly|const|explicit) ")]
    private static partial Regex Word();
}
