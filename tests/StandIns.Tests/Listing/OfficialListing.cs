namespace StandIns.Tests.Listing;

/// <summary>The lines of the official API: what is public, and the internals of Microsoft.ML.Core that the product may use.</summary>
internal sealed class OfficialListing
{
    private readonly HashSet<string> _types;
    private readonly HashSet<string> _members;
    private readonly HashSet<string> _internals;

    private OfficialListing(IEnumerable<string> types, IEnumerable<string> members, IEnumerable<string> internals)
    {
        _types = types.ToHashSet(StringComparer.Ordinal);
        _members = members.ToHashSet(StringComparer.Ordinal);
        _internals = internals.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The listing in the folder api.</summary>
    public static OfficialListing Load()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "Listing", "api");
        string[] lines = Directory.GetFiles(folder, "Microsoft.ML*.txt").SelectMany(File.ReadAllLines).ToArray();
        Assert.IsGreaterThan(1500, lines.Length, "The listing is not where it should be.");
        return new OfficialListing(
            lines.Where(line => line.StartsWith("T ", StringComparison.Ordinal)).Select(line => TypeLine.WithoutInternalBases(line[2..])),
            lines.Where(line => line.StartsWith("M ", StringComparison.Ordinal)).Select(line => line[2..]),
            Internals(Path.Combine(folder, "internals.txt")));
    }

    public bool HasType(string line) => _types.Contains(TypeLine.WithoutInternalBases(line));

    public bool HasMember(string line) => _members.Contains(line);

    /// <summary>Whether a type or member that is not public is one that the product may use.</summary>
    public bool HasInternal(string line) => _internals.Contains(TypeLine.WithoutInternalBases(line));

    /// <summary>The listing without the lines that contain a text, for tests of the tests.</summary>
    public OfficialListing Without(string text)
        => new(Except(_types, text), Except(_members, text), Except(_internals, text));

    /// <summary>The line nearest to one that is missing: the same member of the same type, to show what differs.</summary>
    public string Nearest(string line)
    {
        string key = new(line.TakeWhile(c => c is not '(' and not '{').ToArray());
        string name = key.Split(' ', StringSplitOptions.RemoveEmptyEntries).Last();
        string type = line.Split(" ::")[0];
        return _members.Concat(_types).FirstOrDefault(other => other.StartsWith(type, StringComparison.Ordinal) && other.Contains(" " + name, StringComparison.Ordinal)) ?? "nothing like it";
    }

    private static IEnumerable<string> Except(IEnumerable<string> lines, string text)
        => lines.Where(line => !line.Contains(text, StringComparison.Ordinal));

    // Parts A and B only: the others are internals of assemblies that the product must not touch.
    private static IEnumerable<string> Internals(string file)
    {
        const string Prefix = "[Microsoft.ML.Core]";
        return File.ReadLines(file)
            .TakeWhile(line => !line.StartsWith("# ==== C.", StringComparison.Ordinal))
            .Where(line => line.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(line => TypeLine.WithoutInternalBases(line[Prefix.Length..].Trim()));
    }
}
