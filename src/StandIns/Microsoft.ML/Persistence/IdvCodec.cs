using System.Text;
using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>
/// How the values of a column type are written in the binary data-view format (IDV): a name with parameters, and a
/// block of values. Strings are those of <see cref="BinaryWriter"/>; lengths in front are LEB128.
/// </summary>
internal abstract class IdvCodec
{
    protected IdvCodec(string name, DataViewType type)
    {
        Name = name;
        Type = type;
    }

    public string Name { get; }

    public DataViewType Type { get; }

    /// <summary>Writes the parameters that follow the name; none for most.</summary>
    protected virtual void WriteParameters(BinaryWriter writer) { }

    /// <summary>Writes one annotation value, got by a getter of the type's values.</summary>
    public abstract void WriteValue(BinaryWriter writer, Delegate getter);

    /// <summary>Reads one annotation value; gives a getter that always returns it.</summary>
    public abstract Delegate ReadValue(BinaryReader reader);

    public void WriteDefinition(BinaryWriter writer)
    {
        using var parameters = new MemoryStream();
        using (var parameterWriter = new BinaryWriter(parameters, Encoding.UTF8, leaveOpen: true))
            WriteParameters(parameterWriter);
        writer.Write(Name);
        writer.Write7BitEncodedInt64(parameters.Length);
        parameters.WriteTo(writer.BaseStream);
    }

    /// <summary>Reads a definition; null when the codec is not known, after skipping its parameters.</summary>
    public static IdvCodec ReadDefinition(BinaryReader reader)
    {
        string name = reader.ReadString();
        long length = reader.Read7BitEncodedInt64();
        IdvBytes.Check(length >= 0 && length <= IdvBytes.Left(reader), "a codec's parameters reach beyond the end");
        long end = reader.BaseStream.Position + length;
        IdvCodec codec = IdvCodecs.Read(name, reader);
        IdvBytes.Check(codec == null || reader.BaseStream.Position == end, "a codec's parameters have the wrong length");
        reader.BaseStream.Position = end;
        return codec;
    }
}

/// <summary>A codec for values of type <typeparamref name="T"/>.</summary>
internal abstract class IdvCodec<T> : IdvCodec
{
    protected IdvCodec(string name, DataViewType type) : base(name, type) { }

    /// <summary>Writes values in the block format.</summary>
    public abstract void WriteItems(BinaryWriter writer, ReadOnlySpan<T> items);

    /// <summary>Reads that many values in the block format; the count is checked against the bytes that are left.</summary>
    public abstract T[] ReadItems(BinaryReader reader, int count);

    public override void WriteValue(BinaryWriter writer, Delegate getter)
    {
        T value = default;
        ((ValueGetter<T>)getter)(ref value);
        WriteItems(writer, [value]);
    }

    public override Delegate ReadValue(BinaryReader reader)
    {
        T value = ReadItems(reader, 1)[0];
        return (ValueGetter<T>)((ref T destination) => destination = value);
    }
}
