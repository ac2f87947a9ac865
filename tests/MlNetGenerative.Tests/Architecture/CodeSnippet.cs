using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MlNetGenerative.Tests.Architecture;

/// <summary>Compiles pieces of documentation as a reader would: as the top-level statements of a program, with the usual usings.</summary>
internal static class CodeSnippet
{
    private const string GlobalUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using Microsoft.ML;
        global using Microsoft.ML.Data;
        global using MlNetGenerative;
        global using MlNetGenerative.Core.Boltzmann;
        global using MlNetGenerative.Core.Training;
        """;

    /// <summary>What the documentation takes for granted; a snippet may declare the same names itself.</summary>
    private const string TakenForGranted = """
        global using static TakenForGranted;
        static class TakenForGranted
        {
            public static MLContext ml => null;
            public static IDataView data => null;
            public static IDataView train => null;
            public static IDataView test => null;
            public static ITransformer model => null;
        }
        """;

    /// <summary>The compiler's errors for pieces that belong together, in order; empty when they compile.</summary>
    internal static IReadOnlyList<string> Errors(bool withContext, params IEnumerable<string> pieces)
    {
        CompilationUnitSyntax[] units = [.. pieces.Select(piece => SyntaxFactory.ParseCompilationUnit(piece))];
        CompilationUnitSyntax program = SyntaxFactory.CompilationUnit()
            .AddUsings([.. units.SelectMany(unit => unit.Usings).DistinctBy(directive => directive.ToString())])
            .AddMembers([.. units.SelectMany(unit => unit.Members).OrderBy(member => member is GlobalStatementSyntax ? 0 : 1)]);
        List<SyntaxTree> trees = [Parse(program.ToFullString()), Parse(GlobalUsings)];
        if (withContext)
            trees.Add(Parse(TakenForGranted));
        CSharpCompilation compilation = CSharpCompilation.Create("Snippet", trees, References(), new CSharpCompilationOptions(OutputKind.ConsoleApplication));
        return [.. compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.ToString())];
    }

    private static SyntaxTree Parse(string text) => CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Latest));

    private static IEnumerable<MetadataReference> References() =>
        Directory.GetFiles(AppContext.BaseDirectory, "*.dll").Concat(Directory.GetFiles(RuntimeEnvironment.GetRuntimeDirectory(), "*.dll"))
            .DistinctBy(Path.GetFileName)
            .Where(IsManaged)
            .Select(path => MetadataReference.CreateFromFile(path));

    private static bool IsManaged(string path)
    {
        using FileStream file = File.OpenRead(path);
        using System.Reflection.PortableExecutable.PEReader reader = new(file);
        return reader.HasMetadata;
    }
}
