using System.Text.RegularExpressions;

namespace StandIns.Tests.Listing;

/// <summary>Types as the listing of TorchSharp writes them: C#'s words, outer types before inner ones, no namespaces, question marks only after value types.</summary>
internal static partial class TorchNames
{
    private static readonly Dictionary<Type, string> Words = new()
    {
        [typeof(void)] = "void", [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(short)] = "short",
        [typeof(int)] = "int", [typeof(long)] = "long", [typeof(float)] = "float", [typeof(double)] = "double", [typeof(string)] = "string",
        [typeof(object)] = "object", [typeof(nint)] = "IntPtr",
    };

    public static string Of(Type type)
    {
        if (Words.TryGetValue(type, out string? word))
            return word;
        if (type.IsByRef)
            return "ref " + Of(type.GetElementType()!);
        if (type.IsArray)
            return Of(type.GetElementType()!) + "[" + new string(',', type.GetArrayRank() - 1) + "]";
        if (type.IsGenericParameter)
            return type.Name;
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Of(underlying) + "?";
        Type[] arguments = type.GetGenericArguments();
        if (type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true)
            return "(" + string.Join(", ", arguments.Select(Of)) + ")";
        string name = type.Name.Split('`')[0];
        Type? outer = type.DeclaringType;
        int before = outer?.GetGenericArguments().Length ?? 0;
        string own = arguments.Length > before ? $"{name}<{string.Join(", ", arguments.Skip(before).Select(Of))}>" : name;
        return outer is null ? own : $"{Of(outer)}.{own}";
    }

    /// <summary>A type as the listing writes it, in the same form.</summary>
    public static string Normalize(string text)
    {
        text = Annotation().Replace(text, "").Trim();
        for (int at; (at = text.IndexOf("ValueTuple<", StringComparison.Ordinal)) >= 0;)
        {
            int end = at + "ValueTuple<".Length;
            for (int depth = 1; depth > 0; end++)
                depth += text[end] == '<' ? 1 : text[end] == '>' ? -1 : 0;
            text = text[..at] + "(" + text[(at + "ValueTuple<".Length)..(end - 1)] + ")" + text[end..];
        }
        return text;
    }

    /// <summary>A question mark that only says that a reference may be null; those after words for value types, tuples and the enumerations of the listing are part of the type.</summary>
    [GeneratedRegex(@"(?<!\b(bool|byte|sbyte|short|int|long|float|double|torch\.ScalarType|DeviceType|Index|Range)|\))\?")]
    private static partial Regex Annotation();
}
