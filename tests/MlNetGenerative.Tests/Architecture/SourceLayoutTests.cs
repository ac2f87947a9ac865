using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MlNetGenerative.Tests.Architecture;

/// <summary>How the product's sources lie: shallow folders, one public type a file, one code path for every build.</summary>
[TestClass]
public sealed class SourceLayoutTests
{
    [TestMethod]
    public void NoFolderIsDeeperThanTwoBelowItsProject() =>
        AssertNone(from project in Repository.ProductFolders
                   from source in Repository.SourcesIn(project)
                   let folders = Path.GetRelativePath(project, source).Split(Path.DirectorySeparatorChar).Length - 1
                   where folders > 2
                   select Repository.Relative(source));

    [TestMethod]
    public void AFileHasOnePublicTypeAndItsName() =>
        AssertNone(from file in ParsedSources()
                   let types = PublicTypes(file.Root)
                   where types.Count > 1 || (types.Count == 1 && types[0] != Path.GetFileNameWithoutExtension(file.Path))
                   select $"{Repository.Relative(file.Path)}: {string.Join(", ", types)}");

    [TestMethod]
    public void NothingIsCompiledConditionally() =>
        AssertNone(from file in ParsedSources()
                   from trivia in file.Root.DescendantTrivia()
                   where trivia.IsKind(SyntaxKind.IfDirectiveTrivia)
                   select $"{Repository.Relative(file.Path)}:{trivia.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: {trivia}");

    private static IEnumerable<(string Path, SyntaxNode Root)> ParsedSources()
    {
        string[] sources = [.. Repository.ProductFolders.SelectMany(Repository.SourcesIn)];
        Assert.IsNotEmpty(sources);
        return sources.Select(path => (path, CSharpSyntaxTree.ParseText(File.ReadAllText(path), path: path).GetRoot()));
    }

    private static List<string> PublicTypes(SyntaxNode root) =>
        [.. root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<MemberDeclarationSyntax>()
            .Where(member => member.Modifiers.Any(SyntaxKind.PublicKeyword))
            .Select(member => member switch
            {
                BaseTypeDeclarationSyntax type => type.Identifier.Text,
                DelegateDeclarationSyntax type => type.Identifier.Text,
                _ => member.ToString(),
            })];

    private static void AssertNone(IEnumerable<string> offenders) => Assert.AreEqual("", string.Join(Environment.NewLine, offenders));
}
