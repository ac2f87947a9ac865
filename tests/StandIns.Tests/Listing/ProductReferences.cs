using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace StandIns.Tests.Listing;

/// <summary>The types and members of the stand-in that an assembly's metadata refers to.</summary>
internal static class ProductReferences
{
    /// <summary>Every reference, resolved to what it stands for in the stand-in.</summary>
    public static List<MemberInfo> Of(Assembly product, Assembly standIn)
    {
        var found = new HashSet<MemberInfo>();
        using var file = new PEReader(File.OpenRead(product.Location));
        MetadataReader metadata = file.GetMetadataReader();
        string standInName = standIn.GetName().Name!;
        foreach (TypeReferenceHandle handle in metadata.TypeReferences)
        {
            if (AssemblyOf(metadata, handle) == standInName)
                found.Add(product.ManifestModule.ResolveType(MetadataTokens.GetToken(handle)));
        }
        foreach (MemberReferenceHandle handle in metadata.MemberReferences)
        {
            if (AssemblyOf(metadata, handle) != standInName)
                continue;
            // References in generic code need arguments to be resolved; any of the right number serve, the definition is taken afterwards.
            MemberInfo member = Definition(Resolve(product.ManifestModule, MetadataTokens.GetToken(handle)));
            if (member.Module.Assembly == standIn)
                found.Add(member);
        }
        return found.ToList();
    }

    /// <summary>One text for each reference that the official assemblies could not satisfy.</summary>
    public static List<string> Problems(IEnumerable<MemberInfo> references, OfficialListing listing)
        => references.Select(reference => Problem(reference, listing)).OfType<string>().Order(StringComparer.Ordinal).ToList();

    private static string? Problem(MemberInfo reference, OfficialListing listing)
    {
        if (reference is Type type)
        {
            string typeLine = TypeLine.Of(type);
            return (type.IsVisible ? listing.HasType(typeLine) : listing.HasInternal(typeLine)) ? null : "T " + typeLine;
        }
        string line = MemberLine.Of(MemberLine.OwnerOf(reference));
        return listing.HasMember(line) || listing.HasInternal(line) ? null : "M " + line;
    }

    private static string? AssemblyOf(MetadataReader metadata, TypeReferenceHandle handle)
    {
        EntityHandle scope = metadata.GetTypeReference(handle).ResolutionScope;
        return scope.Kind switch
        {
            HandleKind.TypeReference => AssemblyOf(metadata, (TypeReferenceHandle)scope),
            HandleKind.AssemblyReference => metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)scope).Name),
            _ => null,
        };
    }

    private static MemberInfo Resolve(Module module, int token)
    {
        Type[] arguments = Enumerable.Repeat(typeof(object), 16).ToArray();
        return module.ResolveMember(token, arguments, arguments)
            ?? throw new InvalidOperationException($"Reference {token:x8} of {module.Name} cannot be resolved.");
    }

    /// <summary>The assembly that a member's type comes from; null for types of the product itself, which may have constraints that no argument made up here fulfils.</summary>
    private static string? AssemblyOf(MetadataReader metadata, MemberReferenceHandle handle)
    {
        EntityHandle parent = metadata.GetMemberReference(handle).Parent;
        if (parent.Kind == HandleKind.TypeSpecification)
        {
            BlobReader signature = metadata.GetBlobReader(metadata.GetTypeSpecification((TypeSpecificationHandle)parent).Signature);
            if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
                return null;
            signature.ReadByte();   // class or structure
            parent = signature.ReadTypeHandle();
        }
        return parent.Kind == HandleKind.TypeReference ? AssemblyOf(metadata, (TypeReferenceHandle)parent) : null;
    }

    private static MemberInfo Definition(MemberInfo member)
    {
        Type? type = member.DeclaringType;
        if (type is not { IsGenericType: true })
            return member;
        return type.GetGenericTypeDefinition()
            .GetMembers(BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Single(candidate => candidate.MetadataToken == member.MetadataToken && candidate.MemberType == member.MemberType);
    }
}
