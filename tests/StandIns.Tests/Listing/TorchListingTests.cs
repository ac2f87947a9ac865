using System.Reflection;
using TorchSharp;

namespace StandIns.Tests.Listing;

/// <summary>The stand-in for TorchSharp has nothing that the official versions lack, and the product uses nothing else of it.</summary>
[TestClass]
public class TorchListingTests
{
    private const BindingFlags Declared = BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly Assembly StandIn = typeof(torch).Assembly;

    [TestMethod]
    public void Every_public_type_and_member_is_in_the_official_listing()
    {
        TorchListing listing = TorchListing.Load();
        List<string> problems = [.. Surface().Select(listing.Problem).OfType<string>()];
        Assert.IsEmpty(problems, $"{problems.Count} types or members of the stand-in are not official:{Environment.NewLine}{string.Join(Environment.NewLine, problems)}");
        Assert.IsGreaterThan(120, Surface().Count());
    }

    [TestMethod]
    public void Every_reference_of_the_product_is_in_the_official_listing()
    {
        Assembly product = Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, "MlNetGenerative.Neural.dll"));
        List<MemberInfo> references = ProductReferences.Of(product, StandIn);
        TorchListing listing = TorchListing.Load();
        List<string> problems = [.. references.Select(reference => listing.Problem(reference is MethodInfo method && Property(method) is { } property ? property : reference)).OfType<string>()];
        Assert.IsEmpty(problems, string.Join(Environment.NewLine, problems));
        Assert.IsGreaterThan(60, references.Count);
    }

    [TestMethod]
    [DataRow("static torch.Tensor cat(IList<torch.Tensor>, long = 0)")]
    [DataRow("static torch.Tensor operator *(torch.Tensor, double)")]
    [DataRow("torch.Tensor sum(long, bool = false, torch.ScalarType? = null)")]
    [DataRow("torch.Tensor norm(float = 2)")]
    [DataRow("Span<byte> bytes")]
    [DataRow("Parameter :: ctor(torch.Tensor, bool = true)")]
    [DataRow("torch.nn.Module :: protected void Dispose(bool)")]
    [DataRow("Sum = 2")]
    public void A_member_that_the_listing_lacks_is_reported(string member)
    {
        TorchListing listing = TorchListing.Load().Without(member);
        Assert.ContainsSingle(problem => problem.EndsWith(member, StringComparison.Ordinal), Surface().Select(listing.Problem).OfType<string>());
    }

    /// <summary>All types and members that users of the stand-in see.</summary>
    private static IEnumerable<MemberInfo> Surface() => StandIn.GetTypes().Where(type => type.IsVisible).SelectMany(type => Members(type).Prepend(type));

    private static IEnumerable<MemberInfo> Members(Type type) => type.GetMembers(Declared).Where(member => member switch
    {
        Type => false,
        FieldInfo field => (field.IsPublic || field.IsFamily) && !field.IsSpecialName,
        PropertyInfo property => IsSeen(property.GetMethod ?? property.SetMethod!),
        MethodBase method => IsSeen(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal) || method is ConstructorInfo)
            && method.Name is not ("Finalize" or "ToString"),
        _ => false,
    });

    private static bool IsSeen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static PropertyInfo? Property(MethodInfo method) =>
        method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal)
            ? method.DeclaringType!.GetProperties(Declared).FirstOrDefault(property => property.GetMethod == method || property.SetMethod == method)
            : null;
}
