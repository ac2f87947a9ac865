namespace MlNetGenerative.Core.Persistence;

/// <summary>Name, element type and shape of a tensor: what a header says of it, or what a reader expects.</summary>
/// <param name="Name">Unique in the file.</param>
/// <param name="Element">Type of the values.</param>
/// <param name="Shape">Sizes, outermost first; empty for a scalar.</param>
internal sealed record SafetensorsLayout(string Name, SafetensorsElement Element, int[] Shape)
{
    /// <summary>The type as the format writes it.</summary>
    internal string Code => Element switch
    {
        SafetensorsElement.Single => "F32",
        SafetensorsElement.Double => "F64",
        _ => "I64",
    };

    internal int ElementSize => Element == SafetensorsElement.Single ? sizeof(float) : sizeof(long);

    /// <summary>The number of values; -1 when they would take more bytes than one array holds (2 GB).</summary>
    internal long Count
    {
        get
        {
            long count = 1;
            foreach (int size in Shape)
            {
                count *= size;
                if (count > Array.MaxLength / ElementSize)
                    return -1;
            }
            return count;
        }
    }

    internal long ByteLength => Count * ElementSize;

    internal string Describe() => $"{Code} [{string.Join(", ", Shape)}]";

    /// <summary>The type that the format writes so, or null when it is none of those read here.</summary>
    internal static SafetensorsElement? ElementOf(string? code) => code switch
    {
        "F32" => SafetensorsElement.Single,
        "F64" => SafetensorsElement.Double,
        "I64" => SafetensorsElement.Int64,
        _ => null,
    };
}
