using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace MlNetGenerative.Core.Persistence;

/// <summary>The header of a safetensors stream: what is in it and where.</summary>
internal sealed class SafetensorsHeader
{
    private const int MaximumLength = 1 << 20;
    private const int Alignment = 8;
    private const string MetadataName = "__metadata__";

    private SafetensorsHeader(IReadOnlyDictionary<string, string> metadata, IReadOnlyList<SafetensorsLayout> layouts)
    {
        Metadata = metadata;
        Layouts = layouts;
    }

    internal IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensors in the order of their data.</summary>
    internal IReadOnlyList<SafetensorsLayout> Layouts { get; }

    internal static void Write(Stream stream, IReadOnlyDictionary<string, string> metadata, IReadOnlyList<SafetensorsTensor> tensors)
    {
        ArrayBufferWriter<byte> json = new();
        using (Utf8JsonWriter writer = new(json))
        {
            writer.WriteStartObject();
            if (metadata.Count > 0)
            {
                writer.WriteStartObject(MetadataName);
                foreach ((string key, string text) in metadata)
                    writer.WriteString(key, text);
                writer.WriteEndObject();
            }
            long start = 0;
            foreach (SafetensorsTensor tensor in tensors)
                WriteLayout(writer, tensor.Layout, ref start);
            writer.WriteEndObject();
        }
        // Spaces at the end, which the format allows, align the values.
        int padding = -json.WrittenCount & (Alignment - 1);
        json.GetSpan(padding)[..padding].Fill((byte)' ');
        json.Advance(padding);
        if (json.WrittenCount > MaximumLength)
            throw new ArgumentException($"The header would have {json.WrittenCount} bytes; at most {MaximumLength} are read back.", nameof(tensors));

        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.WrittenCount);
        stream.Write(length);
        stream.Write(json.WrittenSpan);
    }

    /// <exception cref="InvalidDataException">The header is damaged, or describes what this reader does not read.</exception>
    internal static SafetensorsHeader Read(Stream stream)
    {
        byte[] lengthBytes = ReadBytes(stream, 8, "the length of the header");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        if (length is < 2 or > MaximumLength)
            throw Safetensors.Corrupt($"expected a header of 2 to {MaximumLength} bytes, got {length}");
        byte[] json = ReadBytes(stream, (int)length, "the header");
        try
        {
            JsonDocumentOptions options = new() { AllowDuplicateProperties = false, MaxDepth = 4 };
            using JsonDocument document = JsonDocument.Parse(json, options);
            return Parse(document.RootElement);
        }
        // InvalidOperationException: a value of another kind than expected, or text that is not Unicode.
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw Safetensors.Corrupt($"the header is not that of a safetensors stream ({error.Message.TrimEnd('.')})", error);
        }
    }

    /// <summary>Checks that exactly the expected tensors are there, before anything is allocated for them.</summary>
    internal void CheckHolds(IReadOnlyList<SafetensorsLayout> expected)
    {
        Dictionary<string, SafetensorsLayout> present = Layouts.ToDictionary(layout => layout.Name);
        foreach (SafetensorsLayout layout in expected)
        {
            if (!present.Remove(layout.Name, out SafetensorsLayout? found))
                throw Safetensors.Corrupt($"tensor '{layout.Name}' is missing");
            if (found.Element != layout.Element || !found.Shape.AsSpan().SequenceEqual(layout.Shape))
                throw Safetensors.Corrupt($"tensor '{layout.Name}': expected {layout.Describe()}, got {found.Describe()}");
        }
        if (present.Count > 0)
            throw Safetensors.Corrupt($"unexpected tensor '{present.Keys.First()}'");
    }

    private static void WriteLayout(Utf8JsonWriter writer, SafetensorsLayout layout, ref long start)
    {
        writer.WriteStartObject(layout.Name);
        writer.WriteString("dtype", layout.Code);
        writer.WriteStartArray("shape");
        foreach (int size in layout.Shape)
            writer.WriteNumberValue(size);
        writer.WriteEndArray();
        writer.WriteStartArray("data_offsets");
        writer.WriteNumberValue(start);
        writer.WriteNumberValue(start += layout.ByteLength);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static byte[] ReadBytes(Stream stream, int count, string what)
    {
        byte[] bytes = new byte[count];
        int got = stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false);
        return got == count ? bytes : throw Safetensors.Corrupt($"{what} is cut off: expected {count} bytes, got {got}");
    }

    private static SafetensorsHeader Parse(JsonElement root)
    {
        Dictionary<string, string> metadata = [];
        List<(long Start, long End, SafetensorsLayout Layout)> tensors = [];
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (property.Name == MetadataName)
                foreach (JsonProperty text in property.Value.EnumerateObject())
                    metadata.Add(text.Name, text.Value.GetString() ?? "");
            else
                tensors.Add(ParseTensor(property.Name, property.Value));
        }

        // Empty tensors may share an offset, so the end decides among equal starts.
        tensors.Sort((a, b) => (a.Start, a.End).CompareTo((b.Start, b.End)));
        long expectedStart = 0;
        foreach ((long start, long end, SafetensorsLayout layout) in tensors)
        {
            if (start != expectedStart)
                throw Safetensors.Corrupt($"the data of tensor '{layout.Name}' starts at {start}, expected {expectedStart}: tensors overlap or leave a gap");
            expectedStart = end;
        }
        return new SafetensorsHeader(metadata, [.. tensors.Select(tensor => tensor.Layout)]);
    }

    private static (long Start, long End, SafetensorsLayout Layout) ParseTensor(string name, JsonElement tensor)
    {
        string? code = tensor.GetProperty("dtype").GetString();
        SafetensorsElement element = SafetensorsLayout.ElementOf(code)
            ?? throw Safetensors.Corrupt($"tensor '{name}' has type '{code}', expected F32, F64 or I64");
        int[] shape = [.. tensor.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())];
        SafetensorsLayout layout = new(name, element, shape);
        if (shape.Any(size => size < 0) || layout.Count < 0)
            throw Safetensors.Corrupt($"tensor '{name}' has the impossible shape [{string.Join(", ", shape)}]");
        JsonElement offsets = tensor.GetProperty("data_offsets");
        if (offsets.GetArrayLength() != 2)
            throw Safetensors.Corrupt($"tensor '{name}' has {offsets.GetArrayLength()} data offsets, expected 2");
        (long start, long end) = (offsets[0].GetInt64(), offsets[1].GetInt64());
        if (start < 0 || end < start || end - start != layout.ByteLength)
            throw Safetensors.Corrupt($"tensor '{name}': expected {layout.ByteLength} bytes for {layout.Describe()}, got offsets {start} to {end}");
        return (start, end, layout);
    }
}
