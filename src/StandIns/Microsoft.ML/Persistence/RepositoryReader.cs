using System.IO.Compression;

namespace Microsoft.ML;

/// <summary>A zip opened for reading. Names are looked up exactly; both separators are accepted.</summary>
internal sealed class RepositoryReader : IDisposable
{
    private readonly ZipArchive _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);

    public RepositoryReader(Stream stream)
    {
        _archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        foreach (ZipArchiveEntry entry in _archive.Entries)
            _entries.TryAdd(entry.FullName.Replace('\\', '/'), entry);
    }

    public bool Contains(string directory, string name) => _entries.ContainsKey(RepositoryWriter.Combine(directory, name));

    /// <summary>The inflating stream of an entry (not seekable), or null when there is no such entry.</summary>
    public Stream OpenOrNull(string directory, string name) =>
        _entries.TryGetValue(RepositoryWriter.Combine(directory, name), out ZipArchiveEntry entry) ? entry.Open() : null;

    /// <summary>
    /// The whole entry in memory, or null when there is no such entry. Memory grows with the bytes that are really
    /// there, never with a length that the archive merely claims.
    /// </summary>
    public MemoryStream ReadOrNull(string directory, string name)
    {
        using Stream inflating = OpenOrNull(directory, name);
        if (inflating == null)
            return null;
        var content = new MemoryStream();
        inflating.CopyTo(content);
        content.Position = 0;
        return content;
    }

    public void Dispose() => _archive.Dispose();
}
