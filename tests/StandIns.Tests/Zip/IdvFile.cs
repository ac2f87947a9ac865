using System.IO.Compression;
using System.Text;

namespace StandIns.Tests.Zip;

/// <summary>A reader of the schema of a binary data view (IDV) that shares no code with the writer.</summary>
internal sealed class IdvFile
{
    public IdvFile(byte[] content)
    {
        var reader = new BinaryReader(new MemoryStream(content));
        Assert.AreEqual("CML\0DVB\0", Encoding.Latin1.GetString(reader.ReadBytes(8)));
        Versions = (reader.ReadUInt64(), reader.ReadUInt64());
        long table = reader.ReadInt64(), tail = reader.ReadInt64();
        Rows = reader.ReadInt64();
        int columns = reader.ReadInt32();
        CollectionAssert.AreEqual(new byte[256 - 0x34], reader.ReadBytes(256 - 0x34), "the reserved bytes are not zero");
        Assert.AreEqual(tail + 8, content.Length);
        Assert.AreEqual("\0BVD\0LMC", Encoding.Latin1.GetString(content, (int)tail, 8));

        reader.BaseStream.Position = table;
        for (int i = 0; i < columns; i++)
        {
            string name = reader.ReadString();
            string type = ReadDefinition(reader);
            byte compression = reader.ReadByte();
            int rowsInBlock = reader.Read7BitEncodedInt();
            long lookup = reader.ReadInt64(), annotations = reader.ReadInt64();
            long next = reader.BaseStream.Position;
            Columns.Add(new Column(name, type, compression, rowsInBlock, lookup, annotations == 0 ? [] : ReadAnnotations(reader, annotations)));
            reader.BaseStream.Position = next;
        }

        Assert.AreEqual(tail, reader.BaseStream.Position);
    }

    public (ulong Written, ulong Readable) Versions { get; }

    public long Rows { get; }

    public List<Column> Columns { get; } = [];

    private static List<Annotation> ReadAnnotations(BinaryReader reader, long table)
    {
        reader.BaseStream.Position = table;
        int count = reader.Read7BitEncodedInt();
        var annotations = new List<Annotation>();
        for (int i = 0; i < count; i++)
        {
            string kind = reader.ReadString();
            string type = ReadDefinition(reader);
            byte compression = reader.ReadByte();
            long offset = reader.ReadInt64();
            int length = reader.Read7BitEncodedInt();
            long next = reader.BaseStream.Position;
            reader.BaseStream.Position = offset;
            byte[] block = reader.ReadBytes(length);
            reader.BaseStream.Position = next;
            if (compression != 0)
            {
                Assert.AreEqual(1, compression);
                using var inflating = new DeflateStream(new MemoryStream(block), CompressionMode.Decompress);
                using var inflated = new MemoryStream();
                inflating.CopyTo(inflated);
                block = inflated.ToArray();
            }

            annotations.Add(new Annotation(kind, type, Convert.ToHexString(block)));
        }

        return annotations;
    }

    /// <summary>A codec definition in words: name, inner codec and numbers.</summary>
    private static string ReadDefinition(BinaryReader reader)
    {
        string name = reader.ReadString();
        long end = reader.Read7BitEncodedInt() + reader.BaseStream.Position;
        string text = name switch
        {
            "Key2" => $"Key2<{ReadDefinition(reader)}, {reader.ReadUInt64()}>",
            "VBuffer" => $"VBuffer<{ReadDefinition(reader)}{string.Concat(Enumerable.Range(0, reader.ReadInt32()).Select(_ => $", {reader.ReadInt32()}"))}>",
            _ => name,
        };
        Assert.AreEqual(end, reader.BaseStream.Position, $"parameters of {name}");
        return text;
    }

    internal sealed record Annotation(string Kind, string Type, string Block);

    internal sealed record Column(string Name, string Type, byte Compression, int RowsInBlock, long Lookup, List<Annotation> Annotations);
}
