using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Numbers, packed, little-endian.</summary>
internal sealed class IdvNumberCodec<T>(string name, DataViewType type) : IdvCodec<T>(name, type) where T : unmanaged
{
    public override void WriteItems(BinaryWriter writer, ReadOnlySpan<T> items) => writer.Write(MemoryMarshal.AsBytes(items));

    public override T[] ReadItems(BinaryReader reader, int count)
    {
        var items = new T[IdvBytes.CheckCount(reader, count, Unsafe.SizeOf<T>())];
        reader.ReadExactly(MemoryMarshal.AsBytes(items.AsSpan()));
        return items;
    }
}

/// <summary>Keys, as the number they are stored in; parameters: the number's codec and the count of values.</summary>
internal sealed class IdvKeyCodec<T>(string name, KeyDataViewType type, IdvCodec<T> number) : IdvCodec<T>(name, type)
{
    protected override void WriteParameters(BinaryWriter writer)
    {
        number.WriteDefinition(writer);
        writer.Write(type.Count);
    }

    public override void WriteItems(BinaryWriter writer, ReadOnlySpan<T> items) => number.WriteItems(writer, items);

    public override T[] ReadItems(BinaryReader reader, int count) => number.ReadItems(reader, count);
}

/// <summary>One bit for each value, the first in the lowest bit.</summary>
internal sealed class IdvBooleanCodec(string name) : IdvCodec<bool>(name, BooleanDataViewType.Instance)
{
    public override void WriteItems(BinaryWriter writer, ReadOnlySpan<bool> items)
    {
        var bits = new byte[(items.Length + 7) / 8];
        for (int i = 0; i < items.Length; i++)
        {
            if (items[i])
                bits[i / 8] |= (byte)(1 << (i % 8));
        }

        writer.Write(bits);
    }

    public override bool[] ReadItems(BinaryReader reader, int count)
    {
        IdvBytes.Check(count >= 0, "a negative count");
        int length = IdvBytes.CheckCount(reader, (int)(((long)count + 7) / 8), 1);
        byte[] bits = reader.ReadBytes(length);
        var items = new bool[count];
        for (int i = 0; i < count; i++)
            items[i] = (bits[i / 8] >> (i % 8) & 1) != 0;
        return items;
    }
}

/// <summary>The count, where each text ends, and one string of all texts.</summary>
internal sealed class IdvTextCodec(string name) : IdvCodec<ReadOnlyMemory<char>>(name, TextDataViewType.Instance)
{
    private const int LegacyMissing = int.MinValue;

    public override void WriteItems(BinaryWriter writer, ReadOnlySpan<ReadOnlyMemory<char>> items)
    {
        writer.Write(items.Length);
        int end = 0;
        foreach (ReadOnlyMemory<char> item in items)
            writer.Write(end = checked(end + item.Length));
        writer.Write(string.Create(end, items.ToArray(), static (all, texts) =>
        {
            foreach (ReadOnlyMemory<char> text in texts)
            {
                text.Span.CopyTo(all);
                all = all[text.Length..];
            }
        }));
    }

    public override ReadOnlyMemory<char>[] ReadItems(BinaryReader reader, int count)
    {
        IdvBytes.Check(reader.ReadInt32() == count, "a block of text has another number of values than its column");
        var ends = new int[IdvBytes.CheckCount(reader, count, sizeof(int))];
        for (int i = 0; i < count; i++)
            ends[i] = reader.ReadInt32() & ~LegacyMissing;
        ReadOnlyMemory<char> all = reader.ReadString().AsMemory();
        var items = new ReadOnlyMemory<char>[count];
        int start = 0;
        for (int i = 0; i < count; i++)
        {
            IdvBytes.Check(ends[i] >= start && ends[i] <= all.Length, "a text reaches beyond the end of its block");
            items[i] = all[start..ends[i]];
            start = ends[i];
        }

        return items;
    }
}

/// <summary>Times as 64-bit ticks.</summary>
internal sealed class IdvTicksCodec<T>(string name, DataViewType type, Func<T, long> toTicks, Func<long, T> fromTicks) : IdvCodec<T>(name, type)
{
    public override void WriteItems(BinaryWriter writer, ReadOnlySpan<T> items)
    {
        foreach (T item in items)
            writer.Write(toTicks(item));
    }

    public override T[] ReadItems(BinaryReader reader, int count)
    {
        var items = new T[IdvBytes.CheckCount(reader, count, sizeof(long))];
        for (int i = 0; i < count; i++)
            items[i] = fromTicks(reader.ReadInt64());
        return items;
    }
}

/// <summary>All offsets in minutes, then all ticks.</summary>
internal sealed class IdvDateTimeOffsetCodec(string name) : IdvCodec<DateTimeOffset>(name, DateTimeOffsetDataViewType.Instance)
{
    public override void WriteItems(BinaryWriter writer, ReadOnlySpan<DateTimeOffset> items)
    {
        foreach (DateTimeOffset item in items)
            writer.Write((short)item.Offset.TotalMinutes);
        foreach (DateTimeOffset item in items)
            writer.Write(item.DateTime.Ticks);
    }

    public override DateTimeOffset[] ReadItems(BinaryReader reader, int count)
    {
        var offsets = new short[IdvBytes.CheckCount(reader, count, sizeof(short) + sizeof(long))];
        for (int i = 0; i < count; i++)
            offsets[i] = reader.ReadInt16();
        var items = new DateTimeOffset[count];
        for (int i = 0; i < count; i++)
            items[i] = new DateTimeOffset(new DateTime(reader.ReadInt64()), TimeSpan.FromMinutes(offsets[i]));
        return items;
    }
}
