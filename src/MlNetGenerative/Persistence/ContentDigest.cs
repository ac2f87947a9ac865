using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using MlNetGenerative.Core.Persistence;

namespace MlNetGenerative.Persistence;

/// <summary>The SHA-256 digest of a component's content, each list with its length in front, so that no two contents give the same bytes.</summary>
internal sealed class ContentDigest
{
    private readonly MemoryStream _content = new();
    private readonly BinaryWriter _writer;

    public ContentDigest() => _writer = new BinaryWriter(_content, Encoding.UTF8);

    public void Add(params ReadOnlySpan<string?> texts)
    {
        _writer.Write(texts.Length);
        foreach (string? text in texts)
        {
            _writer.Write(text is not null);
            _writer.Write(text ?? "");
        }
    }

    public void Add(params ReadOnlySpan<int> numbers)
    {
        _writer.Write(numbers.Length);
        foreach (int number in numbers)
            _writer.Write(number);
    }

    // The machines that .NET runs on are little-endian, as the saved arrays are.
    public void Add(ReadOnlySpan<float> values)
    {
        _writer.Write(values.Length);
        _writer.Write(SHA256.HashData(MemoryMarshal.AsBytes(values)));
    }

    /// <summary>Adds arrays of <see cref="float"/> with their names.</summary>
    public void Add(IEnumerable<SafetensorsTensor> tensors)
    {
        foreach (SafetensorsTensor tensor in tensors)
        {
            Add(tensor.Layout.Name);
            Add((float[])tensor.Values);
        }
    }

    public byte[] Finish()
    {
        _writer.Flush();
        return SHA256.HashData(_content.GetBuffer().AsSpan(0, (int)_content.Length));
    }
}
