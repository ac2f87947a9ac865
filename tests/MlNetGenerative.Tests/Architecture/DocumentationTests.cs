using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MlNetGenerative.Tests.Architecture;

/// <summary>All code in the README and in the XML documentation compiles.</summary>
[TestClass]
public sealed partial class DocumentationTests
{
    [TestMethod]
    public void EveryBlockOfTheReadmeCompilesAloneOrAfterThoseBeforeIt()
    {
        string[] blocks = [.. Fence().Matches(File.ReadAllText(Path.Combine(Repository.Root, "README.md"))).Select(match => match.Groups["code"].Value)];
        Assert.IsNotEmpty(blocks);
        for (int i = 0; i < blocks.Length; i++)
        {
            IReadOnlyList<string> errors = CodeSnippet.Errors(withContext: false, blocks[i]);
            if (errors.Count > 0)
                errors = CodeSnippet.Errors(withContext: false, blocks[..(i + 1)]);
            AssertCompiles($"README.md, block {i + 1}", errors, blocks[i]);
        }
    }

    [TestMethod]
    public void EveryExampleInTheXmlDocumentationCompiles()
    {
        foreach (string folder in Repository.ProductFolders)
        {
            string file = Path.Combine(AppContext.BaseDirectory, Path.GetFileName(folder) + ".xml");
            Assert.IsTrue(File.Exists(file), $"{file} was not built.");
            foreach (XElement member in XDocument.Load(file).Descendants("member"))
                foreach (XElement code in member.Descendants("code"))
                    AssertCompiles((string)member.Attribute("name")!, CodeSnippet.Errors(withContext: true, code.Value), code.Value);
        }
    }

    [TestMethod]
    public void CodeThatDoesNotCompileIsFound()
    {
        Assert.IsNotEmpty(CodeSnippet.Errors(withContext: true, "ml.Generative().NoSuchModel();"));
        Assert.IsEmpty(CodeSnippet.Errors(withContext: true, "var copy = train;", "Console.WriteLine(copy.Schema.Count);"));
    }

    private static void AssertCompiles(string place, IReadOnlyList<string> errors, string code) =>
        Assert.IsEmpty(errors, $"{place}:{Environment.NewLine}{string.Join(Environment.NewLine, errors)}{Environment.NewLine}{code}");

    [GeneratedRegex(@"^```csharp\r?\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
