using System.Reflection;
using System.Xml.Linq;

namespace MlNetGenerative.Tests.Architecture;

/// <summary>Who may know whom: the core knows neither ML.NET nor torch, the ML.NET side no torch, the stand-ins not the product.</summary>
[TestClass]
public sealed class ProjectDirectionTests
{
    [TestMethod]
    public void CoreKnowsOnlyTheFrameworkAndNumerics() =>
        AssertReferences("MlNetGenerative.Core", name => name == "MathNet.Numerics");

    [TestMethod]
    public void TheMachineLearningSideKnowsTheCoreAndMicrosoftML() =>
        AssertReferences("MlNetGenerative", name => name is "MlNetGenerative.Core" or "Microsoft.ML" || name.StartsWith("Microsoft.ML.", StringComparison.Ordinal));

    [TestMethod]
    public void TheNeuralSideKnowsTheOthersAndTorch()
    {
        AssertReferences("MlNetGenerative.Neural", name => name is "MlNetGenerative" or "MlNetGenerative.Core" or "Microsoft.ML" or "TorchSharp" || name.StartsWith("Microsoft.ML.", StringComparison.Ordinal));
        Assert.Contains("TorchSharp", Repository.ProductAssemblies.Single(assembly => assembly.GetName().Name == "MlNetGenerative.Neural").GetReferencedAssemblies().Select(name => name.Name));
    }

    [TestMethod]
    public void OfTheProductOnlyTheNeuralSideAsksForTorchAndNoLibraryForTheNativeOne()
    {
        string[] asking = [.. from project in Repository.ProjectsIn("src")
                             from property in XDocument.Load(project).Descendants()
                             where property.Name.LocalName is "UsesTorchSharp" or "UsesLibTorch"
                             select $"{Path.GetFileNameWithoutExtension(project)} {property.Name.LocalName}"];
        CollectionAssert.AreEqual(new[] { "MlNetGenerative.Neural UsesTorchSharp" }, asking);
    }

    [TestMethod]
    public void WhoeverUsesOnlyBoltzmannMachinesNeverMeetsANativeLibrary() =>
        AssertEmpty(XDocument.Load(Path.Combine(Repository.Root, "samples", "RbmFeatures", "RbmFeatures.csproj")).Descendants()
            .Where(item => item.Name.LocalName is "UsesTorchSharp" or "UsesLibTorch" || (item.Attribute("Include")?.Value.Contains("Neural", StringComparison.Ordinal) ?? false)));

    [TestMethod]
    public void OnlySamplesAndTestsReferenceTheConsoleLibrary() =>
        AssertEmpty(ReferencesIn(Repository.ProjectsIn("src")).Where(reference => reference.Name.StartsWith("Spectre.", StringComparison.Ordinal)));

    [TestMethod]
    public void StandInsDoNotReferenceTheProduct() =>
        AssertEmpty(ReferencesIn(Repository.ProjectsIn("src", "StandIns")).Where(reference => Path.GetFileName(reference.Name).StartsWith("MlNetGenerative", StringComparison.Ordinal)));

    [TestMethod]
    public void ProductProjectsDoNotNameStandInsOrOfficialPackagesThemselves() =>
        AssertEmpty(ReferencesIn(Repository.ProductFolders.SelectMany(folder => Directory.GetFiles(folder, "*.csproj")))
            .Where(reference => reference.Name.Contains("StandIns", StringComparison.Ordinal) || reference.Name.StartsWith("Microsoft.ML", StringComparison.Ordinal) || reference.Name.StartsWith("TorchSharp", StringComparison.Ordinal)));

    private static void AssertReferences(string project, Func<string, bool> isAllowed)
    {
        Assembly assembly = Repository.ProductAssemblies.Single(assembly => assembly.GetName().Name == project);
        string[] references = [.. assembly.GetReferencedAssemblies().Select(reference => reference.Name!)];
        Assert.IsNotEmpty(references);
        AssertEmpty(references.Where(name => !name.StartsWith("System.", StringComparison.Ordinal) && !isAllowed(name)));
    }

    private static IEnumerable<(string Project, string Name)> ReferencesIn(IEnumerable<string> projects) =>
        from project in projects
        from item in XDocument.Load(project).Descendants()
        where item.Name.LocalName is "PackageReference" or "ProjectReference" && item.Attribute("Include") is not null
        select (Repository.Relative(project), item.Attribute("Include")!.Value.Replace('\\', '/'));

    private static void AssertEmpty<T>(IEnumerable<T> offenders) => Assert.AreEqual("", string.Join(Environment.NewLine, offenders));
}
