using System.Runtime.InteropServices;

namespace MlNetGenerative.Core.Persistence;

/// <summary>
/// The safetensors format, version 1: an 8-byte little-endian header length, a JSON header with name, type, shape and place of each tensor,
/// then the raw little-endian values. No code can hide in it, and it reads from Python as it is.
/// </summary>
/// <remarks>The format: https://github.com/huggingface/safetensors, section "Format". Read here: F32, F64 and I64, tensors without gaps, as
/// the format demands.</remarks>
internal sealed class Safetensors
{
    // The values of one tensor are read in steps that at most double what has arrived, so that a false length costs no memory.
    private const int FirstStep = 1 << 20;

    private readonly Dictionary<string, SafetensorsTensor> _tensors;

    private Safetensors(IReadOnlyDictionary<string, string> metadata, Dictionary<string, SafetensorsTensor> tensors)
    {
        Metadata = metadata;
        _tensors = tensors;
    }

    /// <summary>The texts stored beside the tensors.</summary>
    internal IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensor of this name, one of those expected.</summary>
    internal SafetensorsTensor this[string name] => _tensors[name];

    /// <summary>The values of an I64 tensor; not a copy.</summary>
    internal long[] GetInt64s(string name) => (long[])_tensors[name].Values;

    /// <summary>The values of an F64 tensor; not a copy.</summary>
    internal double[] GetDoubles(string name) => (double[])_tensors[name].Values;

    /// <summary>The values of an F32 tensor; not a copy.</summary>
    internal float[] GetSingles(string name) => (float[])_tensors[name].Values;

    /// <summary>Writes tensors in the given order. The same input gives the same bytes.</summary>
    /// <param name="stream">Need not be seekable.</param>
    /// <param name="metadata">Texts to store beside the tensors; may be empty.</param>
    /// <param name="tensors">Tensors with different names.</param>
    internal static void Write(Stream stream, IReadOnlyDictionary<string, string> metadata, IReadOnlyList<SafetensorsTensor> tensors)
    {
        SafetensorsHeader.Write(stream, metadata, tensors);
        foreach (SafetensorsTensor tensor in tensors)
            stream.Write(tensor.Bytes);
    }

    /// <summary>Reads a stream that must hold exactly the given F32 tensors.</summary>
    /// <param name="stream">Need not be seekable; read to its end.</param>
    /// <param name="expectedShapes">Name and shape of every tensor.</param>
    /// <exception cref="InvalidDataException">"Corrupt model: …": anything is missing, left over, of another type or shape, or cut off.</exception>
    internal static Safetensors Read(Stream stream, IReadOnlyDictionary<string, int[]> expectedShapes) =>
        Read(stream, [.. expectedShapes.Select(pair => new SafetensorsLayout(pair.Key, SafetensorsElement.Single, pair.Value))]);

    /// <summary>Reads a stream that must hold exactly the given tensors, in any order.</summary>
    /// <exception cref="InvalidDataException">As above.</exception>
    internal static Safetensors Read(Stream stream, IReadOnlyList<SafetensorsLayout> expected) => Read(stream, _ => expected);

    /// <summary>Reads a stream that must hold exactly the tensors that follow from its texts; <paramref name="expect"/> may refuse them by an exception.</summary>
    /// <exception cref="InvalidDataException">As above.</exception>
    internal static Safetensors Read(Stream stream, Func<IReadOnlyDictionary<string, string>, IReadOnlyList<SafetensorsLayout>> expect)
    {
        SafetensorsHeader header = SafetensorsHeader.Read(stream);
        header.CheckHolds(expect(header.Metadata));
        Dictionary<string, SafetensorsTensor> tensors = [];
        foreach (SafetensorsLayout layout in header.Layouts)
            tensors.Add(layout.Name, new SafetensorsTensor(layout.Name, layout.Shape, ReadValues(stream, layout)));
        if (stream.ReadByte() >= 0)
            throw Corrupt("bytes follow the last tensor");
        return new Safetensors(header.Metadata, tensors);
    }

    internal static InvalidDataException Corrupt(string what, Exception? cause = null) =>
        new($"Corrupt model: {what}. Save the model again or fetch an undamaged copy.", cause);

    private static Array ReadValues(Stream stream, SafetensorsLayout layout) => layout.Element switch
    {
        SafetensorsElement.Single => ReadValues<float>(stream, layout),
        SafetensorsElement.Double => ReadValues<double>(stream, layout),
        SafetensorsElement.Int64 => ReadValues<long>(stream, layout),
        _ => throw new ArgumentOutOfRangeException(nameof(layout), layout.Element, "Unknown element type."),
    };

    private static T[] ReadValues<T>(Stream stream, SafetensorsLayout layout) where T : unmanaged
    {
        int count = (int)layout.Count;
        T[] values = new T[Math.Min(count, FirstStep)];
        for (int done = 0; ;)
        {
            Span<byte> bytes = MemoryMarshal.AsBytes(values.AsSpan(done));
            int got = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (got < bytes.Length)
                throw Corrupt($"tensor '{layout.Name}' is cut off: expected {layout.ByteLength} bytes, got {(long)done * Marshal.SizeOf<T>() + got}");
            done = values.Length;
            if (done == count)
                return values;
            Array.Resize(ref values, (int)Math.Min(count, 2L * done));
        }
    }
}
