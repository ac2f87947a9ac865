namespace StandIns.Tests.Data;

/// <summary>A text file that goes when the test is over.</summary>
internal sealed class TextFile : IDisposable
{
    public TextFile(params string[] lines)
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"standin-{Guid.NewGuid():N}.txt");
        File.WriteAllLines(Path, lines);
    }

    public string Path { get; }

    public void Dispose() => File.Delete(Path);
}
