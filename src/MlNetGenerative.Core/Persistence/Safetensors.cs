namespace MlNetGenerative.Core.Persistence;

/// <summary>The content of a safetensors stream.</summary>
internal sealed class Safetensors
{
    private readonly IReadOnlyDictionary<string, Array> _values;

    private Safetensors(IReadOnlyDictionary<string, string> metadata, IReadOnlyDictionary<string, Array> values)
    {
        Metadata = metadata;
        _values = values;
    }

    /// <summary>The texts stored beside the tensors.</summary>
    internal IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The values of an F32 tensor.</summary>
    internal float[] GetSingles(string name) => (float[])_values[name];

    /// <summary>Writes tensors in the given order. The same input gives the same bytes.</summary>
    internal static void Write(Stream stream, IReadOnlyDictionary<string, string> metadata, IReadOnlyList<SafetensorsTensor> tensors) =>
        throw new NotImplementedException();

    /// <summary>Reads exactly the expected F32 tensors; the stream need not be seekable.</summary>
    internal static Safetensors Read(Stream stream, IReadOnlyDictionary<string, int[]> expectedShapes) =>
        throw new NotImplementedException();
}
