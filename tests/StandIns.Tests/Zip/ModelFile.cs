using System.IO.Compression;
using System.Text;

namespace StandIns.Tests.Zip;

/// <summary>
/// A reader of the model zip format that shares no code with the writer: entries, and the parts of a
/// <c>Model.key</c> stream, found by the positions that its header gives.
/// </summary>
internal sealed class ModelFile
{
    private readonly List<(string Name, byte[] Content)> _entries = [];

    public ModelFile(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            using Stream stream = entry.Open();
            using var content = new MemoryStream();
            stream.CopyTo(content);
            _entries.Add((entry.FullName, content.ToArray()));
        }
    }

    public string[] Names => [.. _entries.Select(entry => entry.Name)];

    public byte[] this[string name] => _entries.Single(entry => entry.Name == name).Content;

    public Key KeyOf(string name) => new(this[name]);

    /// <summary>The same zip with one entry replaced, or removed when the content is null.</summary>
    public byte[] With(string name, byte[]? content)
    {
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string entry, byte[] old) in _entries)
            {
                if (entry == name && content == null)
                    continue;
                using Stream stream = archive.CreateEntry(entry).Open();
                stream.Write(entry == name ? content! : old);
            }
        }

        return zip.ToArray();
    }

    /// <summary>A <c>Model.key</c> stream, taken apart.</summary>
    internal sealed class Key
    {
        public Key(byte[] content)
        {
            var reader = new BinaryReader(new MemoryStream(content));
            Assert.AreEqual("ML\0MODEL", Encoding.Latin1.GetString(reader.ReadBytes(8)));
            FormatVersions = (reader.ReadUInt32(), reader.ReadUInt32());
            long model = reader.ReadInt64(), modelLength = reader.ReadInt64();
            long table = reader.ReadInt64(), tableLength = reader.ReadInt64();
            long characters = reader.ReadInt64(), charactersLength = reader.ReadInt64();
            Signature = Encoding.Latin1.GetString(reader.ReadBytes(8)).Replace('\0', ' ');
            Versions = (reader.ReadUInt32(), reader.ReadUInt32());
            Loader = Encoding.Latin1.GetString(reader.ReadBytes(24)).TrimEnd('\0');
            AlternateLoader = Encoding.Latin1.GetString(reader.ReadBytes(24)).TrimEnd('\0');
            long tail = reader.ReadInt64(), end = reader.ReadInt64();
            long assembly = reader.ReadInt64();
            uint assemblyLength = reader.ReadUInt32();
            CollectionAssert.AreEqual(new byte[256 - 0x9C], reader.ReadBytes(256 - 0x9C), "the reserved bytes are not zero");

            Assert.AreEqual(256, model);
            Block = content[256..(int)(256 + modelLength)];
            long next = 256 + modelLength;
            if (tableLength > 0)
            {
                Assert.AreEqual(next, table);
                Assert.AreEqual(next += tableLength, characters);
                next += charactersLength;
                reader.BaseStream.Position = table;
                long[] ends = [.. Enumerable.Range(0, (int)(tableLength / 8)).Select(_ => reader.ReadInt64())];
                Assert.AreEqual(charactersLength, ends[^1]);
                string all = Encoding.Unicode.GetString(content, (int)characters, (int)charactersLength);
                Strings = [.. ends.Select((stop, i) => all[(int)((i == 0 ? 0 : ends[i - 1]) / 2)..(int)(stop / 2)])];
            }
            else
            {
                Assert.AreEqual((0L, 0L, 0L), (table, characters, charactersLength));
            }

            Assert.AreEqual(next, assembly);
            Assembly = Encoding.Unicode.GetString(content, (int)assembly, (int)assemblyLength);
            Assert.AreEqual(next + assemblyLength, tail);
            Assert.AreEqual("LEDOM\0LM", Encoding.Latin1.GetString(content, (int)tail, 8));
            Assert.AreEqual(tail + 8, end);
            Assert.AreEqual(content.Length, end);
        }

        public (uint Written, uint Readable) FormatVersions { get; }

        public string Signature { get; }

        public (uint Written, uint Readable) Versions { get; }

        public string Loader { get; }

        public string AlternateLoader { get; }

        public byte[] Block { get; }

        public string[] Strings { get; } = [];

        public string Assembly { get; }

        public BinaryReader Read() => new(new MemoryStream(Block));
    }
}
