using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Files given by their paths.</summary>
public sealed class MultiFileSource : IMultiStreamSource
{
    private readonly string[] _paths;

    /// <summary>Files in the order in which they are read.</summary>
    public MultiFileSource(params string[] paths)
    {
        Contracts.CheckValue(paths, nameof(paths));
        foreach (string path in paths)
            Contracts.CheckNonWhiteSpace(path, nameof(paths));
        _paths = paths;
    }

    /// <summary>How many there are.</summary>
    public int Count => _paths.Length;

    /// <summary>The path of one.</summary>
    public string GetPathOrNull(int index)
    {
        Contracts.CheckParam(index >= 0 && index < Count, nameof(index));
        return _paths[index];
    }

    /// <summary>Opens one.</summary>
    public Stream Open(int index)
    {
        string path = GetPathOrNull(index);
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (IOException exception) when (exception is not FileNotFoundException and not DirectoryNotFoundException)
        {
            throw new IOException($"Error opening file '{path}': {exception.Message}", exception);
        }
    }

    /// <summary>Opens one as text.</summary>
    public TextReader OpenTextReader(int index) => new StreamReader(Open(index));
}
