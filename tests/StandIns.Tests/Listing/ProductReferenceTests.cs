using System.Reflection;
using Microsoft.ML;

namespace StandIns.Tests.Listing;

/// <summary>
/// The product uses of ML.NET only what the official assemblies have: what is public, and of Microsoft.ML.Core the internals for models and schemas.
/// </summary>
[TestClass]
public class ProductReferenceTests
{
    private static readonly Assembly StandIn = typeof(MLContext).Assembly;

    /// <summary>The product assemblies beside the tests that refer to the stand-in.</summary>
    private static IEnumerable<Assembly> Products => Directory.GetFiles(AppContext.BaseDirectory, "MlNetGenerative*.dll")
        .Select(Assembly.LoadFrom)
        .Where(assembly => assembly.GetReferencedAssemblies().Any(name => name.Name == StandIn.GetName().Name));

    [TestMethod]
    public void Every_reference_of_the_product_is_in_the_official_listing()
    {
        OfficialListing listing = OfficialListing.Load();
        foreach (Assembly product in Products)
        {
            List<string> problems = ProductReferences.Problems(ProductReferences.Of(product, StandIn), listing);
            Assert.IsEmpty(problems, $"{product.GetName().Name} uses what the official assemblies do not offer:{Environment.NewLine}{string.Join(Environment.NewLine, problems)}");
        }
    }

    [TestMethod]
    public void The_check_finds_the_references()
    {
        Assert.Contains("MlNetGenerative", Products.Select(assembly => assembly.GetName().Name));
        foreach (Assembly product in Products)
            Assert.IsGreaterThan(50, ProductReferences.Of(product, StandIn).Count);
    }

    [TestMethod]
    [DataRow("Microsoft.ML.DataViewRowCursor :: public abstract bool MoveNext()")]
    [DataRow("Microsoft.ML.ValueGetter<TValue> :: public virtual void Invoke(ref TValue value)")]
    [DataRow("Microsoft.ML.ModelSaveContext :: internal void CheckAtModel()")]
    [DataRow("Microsoft.ML.DataViewSchema :: public int Count { get; }")]
    public void A_reference_that_the_listing_lacks_is_reported(string line)
    {
        OfficialListing listing = OfficialListing.Load().Without(line);
        List<string> problems = Products.SelectMany(product => ProductReferences.Problems(ProductReferences.Of(product, StandIn), listing)).ToList();
        Assert.Contains("M " + line, problems);
    }

    [TestMethod]
    public void An_internal_member_that_is_not_listed_is_reported()
    {
        MemberInfo hidden = StandIn.GetType("Microsoft.ML.Runtime.Contracts", throwOnError: true)!
            .GetMethods(BindingFlags.Static | BindingFlags.NonPublic)
            .First(method => method.Name == "Check");
        List<string> problems = ProductReferences.Problems([hidden, hidden.DeclaringType!], OfficialListing.Load());
        Assert.HasCount(2, problems);
        Assert.Contains(problem => problem.Contains("Microsoft.ML.Runtime.Contracts :: internal static void Check(", StringComparison.Ordinal), problems);
    }
}
