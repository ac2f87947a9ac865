using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetGenerative.Pipeline;

/// <summary>The schema errors of ML.NET, in its wording, so that a pipeline complains in one voice.</summary>
internal static class SchemaErrors
{
    /// <summary>The parameter that ML.NET names in schema errors.</summary>
    private const string Parameter = "inputSchema";

    public static ArgumentOutOfRangeException MissingColumn(string columnName, string role = "input") =>
        new(Parameter, $"Could not find {role} column '{columnName}'");

    public static ArgumentOutOfRangeException TypeMismatch(string columnName, string expected, string got, string role = "input") =>
        new(Parameter, $"Schema mismatch for {role} column '{columnName}': expected {expected}, got {got}");

    /// <summary>The type as schema errors write it: <c>Vector&lt;Single&gt;</c>, <c>VarVector&lt;Single&gt;</c>, <c>Key&lt;UInt32&gt;</c>.</summary>
    public static string Describe(SchemaShape.Column column)
    {
        string item = column.IsKey ? $"Key<{column.ItemType}>" : column.ItemType.ToString()!;
        return column.Kind switch
        {
            SchemaShape.Column.VectorKind.Vector => $"Vector<{item}>",
            SchemaShape.Column.VectorKind.VariableVector => $"VarVector<{item}>",
            _ => item,
        };
    }

    /// <inheritdoc cref="Describe(SchemaShape.Column)"/>
    public static string Describe(DataViewType type) => type switch
    {
        VectorDataViewType { IsKnownSize: true } vector => $"Vector<{Describe(vector.ItemType)}>",
        VectorDataViewType vector => $"VarVector<{Describe(vector.ItemType)}>",
        KeyDataViewType key => $"Key<{key.RawType.Name}>",
        _ => type.ToString()!,
    };
}
