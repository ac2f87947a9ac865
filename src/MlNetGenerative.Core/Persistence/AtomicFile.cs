namespace MlNetGenerative.Core.Persistence;

/// <summary>Writes a file so that its path holds the old content or the new, never a part of it, whenever the process is killed.</summary>
internal static class AtomicFile
{
    /// <summary>Writes to a temporary file in the same folder, flushes it to the disk and renames it over <paramref name="path"/>.</summary>
    /// <param name="path">The file to create or replace. Its folder exists.</param>
    /// <param name="write">Writes the content. When it throws, <paramref name="path"/> stays as it was and the temporary file goes.</param>
    internal static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string temporary = $"{path}.{Path.GetRandomFileName()}.tmp";
        try
        {
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);   // does nothing when the file was not created
            throw;
        }
    }

    /// <summary>Removes temporary files of writes to <paramref name="path"/> that were killed. No other process may be writing.</summary>
    internal static void DeleteLeftovers(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
            return;
        foreach (string leftover in Directory.EnumerateFiles(folder, Path.GetFileName(path) + ".*.tmp"))
            File.Delete(leftover);
    }
}
