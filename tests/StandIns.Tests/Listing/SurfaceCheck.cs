namespace StandIns.Tests.Listing;

/// <summary>Compares what users see of an assembly with the listing.</summary>
internal static class SurfaceCheck
{
    /// <summary>One text for each type or member that the listing does not have.</summary>
    public static List<string> Problems(IEnumerable<Type> types, OfficialListing listing)
    {
        var problems = new List<string>();
        foreach (Type type in types.Where(type => type.IsVisible || type.IsNestedFamily).OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            string line = TypeLine.Of(type);
            if (!listing.HasType(line))
                problems.Add($"T {line}{Environment.NewLine}    listed: {listing.Nearest(line)}");
            foreach (string member in MemberLine.OfVisible(type))
            {
                if (!listing.HasMember(member))
                    problems.Add($"M {member}{Environment.NewLine}    listed: {listing.Nearest(member)}");
            }
        }
        return problems;
    }
}
