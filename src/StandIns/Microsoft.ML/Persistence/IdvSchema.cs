using System.IO.Compression;
using System.Text;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>A schema, with its annotations, as a binary data view (IDV 1.1.1.6) of no rows.</summary>
internal static class IdvSchema
{
    private const ulong Signature = 0x00425644004C4D43;      // "CML\0DVB\0"
    private const ulong TailSignature = 0x434D4C0044564200;  // "\0BVD\0LMC"
    private const ulong Version = 0x0001000100010006;
    private const ulong OldestVersion = 0x0001000100010004;
    private const int HeaderSize = 256;
    private const byte NotCompressed = 0;
    private const byte Deflate = 1;
    private const byte Zlib = 2;

    /// <summary>Writes the columns that have a codec; hidden ones only when asked to. Throws when none is left.</summary>
    public static void Write(IChannel channel, DataViewSchema schema, bool hiddenToo, Stream stream)
    {
        var columns = new List<(DataViewSchema.Column Column, IdvCodec Codec)>();
        foreach (DataViewSchema.Column column in schema)
        {
            if (column.IsHidden && !hiddenToo)
                continue;
            IdvCodec codec = IdvCodecs.OrNull(column.Type);
            if (codec == null)
                channel.Info(MessageSensitivity.Schema, "Column {0} of type {1} will not be written.", column.Name, column.Type);
            else
                columns.Add((column, codec));
        }

        Contracts.Check(columns.Count > 0, "No valid columns to save");

        // Positions count from the start of the data view, so it is put together in memory.
        using var content = new MemoryStream();
        using (var writer = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(new byte[HeaderSize]);
            long[] annotations = [.. columns.Select(column => WriteAnnotations(writer, column.Column.Annotations))];
            long table = writer.BaseStream.Position;
            for (int i = 0; i < columns.Count; i++)
            {
                writer.Write(columns[i].Column.Name);
                columns[i].Codec.WriteDefinition(writer);
                writer.Write(Deflate);
                writer.Write7BitEncodedInt(1); // rows in a block; there are none
                writer.Write((long)HeaderSize); // the table of blocks, which is empty
                writer.Write(annotations[i]);
            }

            long tail = writer.BaseStream.Position;
            writer.Write(TailSignature);
            writer.Seek(0, SeekOrigin.Begin);
            writer.Write(Signature);
            writer.Write(Version);
            writer.Write(Version);
            writer.Write(table);
            writer.Write(tail);
            writer.Write(0L); // rows
            writer.Write(columns.Count);
        }

        content.WriteTo(stream);
    }

    /// <summary>Writes the blocks and the table of a column's annotations; gives the table's position, 0 for none.</summary>
    private static long WriteAnnotations(BinaryWriter writer, DataViewSchema.Annotations annotations)
    {
        var written = new List<(string Kind, IdvCodec Codec, byte Compression, long Offset, long Length)>();
        foreach (DataViewSchema.Column annotation in annotations.Schema)
        {
            IdvCodec codec = IdvCodecs.OrNull(annotation.Type);
            if (codec == null || annotation.IsHidden)
                continue;
            byte[] block = Block(codec, annotations.GetterAt(annotation.Index));
            byte[] compressed = Compress(block);
            bool smaller = compressed.Length < block.Length;
            writer.Flush();
            written.Add((annotation.Name, codec, smaller ? Deflate : NotCompressed, writer.BaseStream.Position, smaller ? compressed.Length : block.Length));
            writer.Write(smaller ? compressed : block);
        }

        if (written.Count == 0)
            return 0;
        writer.Flush();
        long table = writer.BaseStream.Position;
        writer.Write7BitEncodedInt(written.Count);
        foreach ((string kind, IdvCodec codec, byte compression, long offset, long length) in written)
        {
            writer.Write(kind);
            codec.WriteDefinition(writer);
            writer.Write(compression);
            writer.Write(offset);
            writer.Write7BitEncodedInt64(length);
        }

        writer.Flush();
        return table;
    }

    private static byte[] Block(IdvCodec codec, Delegate getter)
    {
        using var block = new MemoryStream();
        using (var writer = new BinaryWriter(block, Encoding.UTF8, leaveOpen: true))
            codec.WriteValue(writer, getter);
        return block.ToArray();
    }

    private static byte[] Compress(byte[] block)
    {
        using var compressed = new MemoryStream();
        using (var deflate = new DeflateStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(block);
        return compressed.ToArray();
    }

    /// <summary>Reads the schema of a binary data view. Columns and annotations of unknown codecs are left out.</summary>
    public static DataViewSchema Read(Stream content)
    {
        try
        {
            using var reader = new BinaryReader(content, Encoding.UTF8, leaveOpen: true);
            return Read(reader);
        }
        catch (Exception exception) when (exception is EndOfStreamException or InvalidDataException or ArgumentException or OverflowException)
        {
            throw Contracts.ExceptDecode($"Corrupt binary data view: {exception.Message}");
        }
    }

    private static DataViewSchema Read(BinaryReader reader)
    {
        long size = reader.BaseStream.Length;
        IdvBytes.Check(size >= HeaderSize, $"{size} bytes are shorter than its header");
        IdvBytes.Check(reader.ReadUInt64() == Signature, "it does not start with its signature");
        ulong written = reader.ReadUInt64();
        ulong readable = reader.ReadUInt64();
        IdvBytes.Check(readable <= written && written >= OldestVersion, "its version is not valid");
        if (readable > Version)
            throw Contracts.ExceptDecode($"The binary data view is too new: it can be read by version {readable:x16}, this is {Version:x16}.");
        long table = reader.ReadInt64();
        long tail = reader.ReadInt64();
        long rows = reader.ReadInt64();
        int count = reader.ReadInt32();
        IdvBytes.Check(rows >= 0 && count >= 0 && table >= HeaderSize && table <= tail && tail <= size - sizeof(ulong), "its header points outside");
        reader.BaseStream.Position = tail;
        IdvBytes.Check(reader.ReadUInt64() == TailSignature, "it does not end with its signature");

        reader.BaseStream.Position = table;
        var builder = new DataViewSchema.Builder();
        for (int i = 0; i < count; i++)
        {
            string name = reader.ReadString();
            IdvCodec codec = IdvCodec.ReadDefinition(reader);
            byte compression = reader.ReadByte();
            IdvBytes.Check(compression <= Zlib, $"unknown compression {compression}");
            reader.Read7BitEncodedInt64();
            reader.ReadInt64();
            long annotations = reader.ReadInt64();
            long next = reader.BaseStream.Position;
            if (codec != null)
                builder.AddColumn(name, codec.Type, annotations == 0 ? null : ReadAnnotations(reader, annotations));
            reader.BaseStream.Position = next;
        }

        IdvBytes.Check(reader.BaseStream.Position == tail, "its table of columns does not end at its tail");
        return builder.ToSchema();
    }

    private static DataViewSchema.Annotations ReadAnnotations(BinaryReader reader, long table)
    {
        IdvBytes.Check(table >= HeaderSize && table < reader.BaseStream.Length, "a table of annotations lies outside");
        reader.BaseStream.Position = table;
        var builder = new DataViewSchema.Annotations.Builder();
        int count = IdvBytes.CheckCount(reader, reader.Read7BitEncodedInt(), 1);
        for (int i = 0; i < count; i++)
        {
            string kind = reader.ReadString();
            IdvCodec codec = IdvCodec.ReadDefinition(reader);
            byte compression = reader.ReadByte();
            long offset = reader.ReadInt64();
            long length = reader.Read7BitEncodedInt64();
            IdvBytes.Check(offset >= HeaderSize && length >= 0 && offset <= reader.BaseStream.Length - length, "an annotation lies outside");
            if (codec == null)
                continue;
            long next = reader.BaseStream.Position;
            reader.BaseStream.Position = offset;
            byte[] block = Decompress(reader.ReadBytes((int)length), compression);
            using var blockReader = new BinaryReader(new MemoryStream(block), Encoding.UTF8);
            builder.Add(kind, codec.Type, codec.ReadValue(blockReader));
            reader.BaseStream.Position = next;
        }

        return builder.ToAnnotations();
    }

    private static byte[] Decompress(byte[] block, byte compression)
    {
        if (compression == NotCompressed)
            return block;
        IdvBytes.Check(compression <= Zlib, $"unknown compression {compression}");
        using var compressed = new MemoryStream(block);
        using Stream inflating = compression == Deflate
            ? new DeflateStream(compressed, CompressionMode.Decompress)
            : new ZLibStream(compressed, CompressionMode.Decompress);
        using var content = new MemoryStream();
        inflating.CopyTo(content);
        return content.ToArray();
    }
}
