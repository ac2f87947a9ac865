using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>The names of an input column and of the output column made from it.</summary>
public sealed class InputOutputColumnPair
{
    /// <summary>A pair; the input is named like the output when its name is left out.</summary>
    public InputOutputColumnPair(string outputColumnName, string inputColumnName = null)
    {
        Contracts.CheckNonEmpty(outputColumnName, nameof(outputColumnName));
        InputColumnName = inputColumnName ?? outputColumnName;
        OutputColumnName = outputColumnName;
    }

    /// <summary>The input column.</summary>
    public string InputColumnName { get; }

    /// <summary>The output column.</summary>
    public string OutputColumnName { get; }
}
