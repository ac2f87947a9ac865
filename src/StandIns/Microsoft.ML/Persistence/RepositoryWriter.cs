using System.IO.Compression;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>A zip under construction. Entries are collected in memory and written when they are complete, so that a
/// component's children precede the component itself.</summary>
internal sealed class RepositoryWriter : IDisposable
{
    private readonly ZipArchive _archive;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public RepositoryWriter(Stream stream) => _archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);

    public static string Combine(string directory, string name) =>
        string.IsNullOrEmpty(directory) ? name : directory + "/" + name;

    public void Write(string directory, string name, Action<Stream> write)
    {
        using var buffer = new MemoryStream();
        write(buffer);
        buffer.Position = 0;
        Write(directory, name, buffer);
    }

    public void Write(string directory, string name, MemoryStream content)
    {
        string path = Combine(directory, name);
        if (!_names.Add(path))
            throw Contracts.ExceptParam(nameof(name), $"Duplicate entry: '{path}'");
        using Stream entry = _archive.CreateEntry(path, CompressionLevel.Optimal).Open();
        content.WriteTo(entry);
    }

    public void Dispose() => _archive.Dispose();
}
