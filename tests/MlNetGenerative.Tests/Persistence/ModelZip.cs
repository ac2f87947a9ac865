using System.IO.Compression;
using Microsoft.ML;

namespace MlNetGenerative.Tests.Persistence;

/// <summary>The entries of a model zip, to look at and to change.</summary>
internal sealed class ModelZip
{
    public const string Key = "TransformerChain/Model.key";
    public const string Tensors = "TransformerChain/model.safetensors";

    private readonly Dictionary<string, byte[]> _entries;

    private ModelZip(Dictionary<string, byte[]> entries) => _entries = entries;

    public IEnumerable<string> Names => _entries.Keys;

    public byte[] this[string name] => _entries[name];

    public static ModelZip Save(ITransformer model, DataViewSchema schema)
    {
        using var stream = new MemoryStream();
        new MLContext().Model.Save(model, schema, stream);
        return Read(stream.ToArray());
    }

    public static ModelZip Read(byte[] bytes)
    {
        using var archive = new ZipArchive(new MemoryStream(bytes), ZipArchiveMode.Read);
        var entries = new Dictionary<string, byte[]>();
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            using Stream content = entry.Open();
            using var copy = new MemoryStream();
            content.CopyTo(copy);
            entries.Add(entry.FullName.Replace('\\', '/'), copy.ToArray());
        }
        return new ModelZip(entries);
    }

    public ModelZip With(string name, byte[] content) => new(new(_entries) { [name] = content });

    public ModelZip Without(string name) => new(_entries.Where(entry => entry.Key != name).ToDictionary());

    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in _entries)
            {
                using Stream entry = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(content);
            }
        }
        return stream.ToArray();
    }

    public ITransformer Load() => Load(ToBytes());

    public static ITransformer Load(byte[] bytes) => new MLContext().Model.Load(new MemoryStream(bytes), out _);

    /// <summary>The messages of an exception and its causes; ML.NET wraps what a component throws while it loads.</summary>
    public static string Messages(Exception? exception)
    {
        var messages = new List<string>();
        for (; exception is not null; exception = exception.InnerException)
            messages.Add(exception.Message);
        return string.Join(" <- ", messages);
    }
}
