using System.Reflection;

namespace MlNetGenerative.Tests.Architecture;

/// <summary>What the repository holds: its folders, the product's sources and the product's assemblies.</summary>
internal static class Repository
{
    internal static string Root { get; } = FindRoot();

    /// <summary>The folders of the product's projects: all of src but the stand-ins.</summary>
    internal static IReadOnlyList<string> ProductFolders { get; } =
        [.. Directory.GetDirectories(Path.Combine(Root, "src")).Where(folder => Path.GetFileName(folder) != "StandIns").Order(StringComparer.Ordinal)];

    internal static IReadOnlyList<Assembly> ProductAssemblies { get; } = [.. ProductFolders.Select(folder => Assembly.Load(Path.GetFileName(folder)))];

    /// <summary>The C# files below a folder that are written by people.</summary>
    internal static IEnumerable<string> SourcesIn(string folder) =>
        Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Where(path => !IsBuildOutput(folder, path)).Order(StringComparer.Ordinal);

    internal static IEnumerable<string> ProjectsIn(params string[] parts) =>
        Directory.EnumerateFiles(Path.Combine([Root, .. parts]), "*.csproj", SearchOption.AllDirectories);

    /// <summary>A path as people write it.</summary>
    internal static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    internal static bool IsBuildOutput(string folder, string path) =>
        Path.GetRelativePath(folder, path).Split(Path.DirectorySeparatorChar) is ["bin" or "obj", ..];

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "MlNetGenerative.sln")))
                return folder.FullName;
        throw new DirectoryNotFoundException($"No MlNetGenerative.sln above {AppContext.BaseDirectory}: run the tests where they were built.");
    }
}
