using System.Reflection;

namespace Microsoft.ML;

/// <summary>
/// The official packages spread over several assemblies what this stand-in holds in one; their names are written into
/// models, and models that name them are served by this assembly.
/// </summary>
internal static class OfficialAssemblies
{
    private const string Identity = ", Version=1.0.0.0, Culture=neutral, PublicKeyToken=cc7b13ffcd2ddd51";

    public const string Core = "Microsoft.ML.Core" + Identity;
    public const string Data = "Microsoft.ML.Data" + Identity;
    public const string Transforms = "Microsoft.ML.Transforms" + Identity;
    public const string StandardTrainers = "Microsoft.ML.StandardTrainers" + Identity;

    /// <summary>Written into <c>TrainingInfo/Version.txt</c>; nobody reads it back.</summary>
    public const string InformationalVersion = "5.0.0+efefa92f4486a43047c5b47618885a71bf7f0967";

    private static readonly string[] ServedHere =
    [
        "Microsoft.ML.Core", "Microsoft.ML.Data", "Microsoft.ML.DataView", "Microsoft.ML.Transforms",
        "Microsoft.ML.StandardTrainers", "Microsoft.ML.StandardLearners",
    ];

    /// <summary>Finds the assembly that a model names; errors are those of <see cref="Assembly.Load(string)"/>.</summary>
    public static Assembly Load(string name)
    {
        string simpleName = name.Split(',', 2)[0].Trim();
        return ServedHere.Contains(simpleName, StringComparer.Ordinal) ? typeof(OfficialAssemblies).Assembly : Assembly.Load(name);
    }
}
