namespace Samples.Common;

/// <summary>The folders of the repository that the sample was built in.</summary>
public static class Repository
{
    /// <summary>A path in the repository.</summary>
    /// <param name="parts">Folders and a file, from the root of the repository.</param>
    public static string PathOf(params string[] parts) => Path.Combine([Root(), .. parts]);

    private static string Root()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "MlNetGenerative.sln")))
                return folder.FullName;
        throw new SampleException($"{AppContext.BaseDirectory} is not inside the repository: run the sample with samples/run.sh, or give --data FOLDER and --out FOLDER");
    }
}
