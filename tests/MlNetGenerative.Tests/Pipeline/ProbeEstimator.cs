using Microsoft.ML;

namespace MlNetGenerative.Tests.Pipeline;

/// <summary>
/// Shows the shapes of schemas that a chain of estimators hands on: placed around an estimator, it sees what goes in and what comes out.
/// </summary>
internal sealed class ProbeEstimator : IEstimator<ITransformer>
{
    public SchemaShape? Seen { get; private set; }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => Seen = inputSchema;

    // Fitting a chain computes all shapes first; nothing else is wanted of it.
    public ITransformer Fit(IDataView input) => throw new ProbeDoneException();

    /// <summary>The shape of a schema.</summary>
    public static SchemaShape ShapeOf(IDataView data)
    {
        var probe = new ProbeEstimator();
        Assert.ThrowsExactly<ProbeDoneException>(() => new Microsoft.ML.Data.EstimatorChain<ITransformer>().Append(probe).Fit(data));
        return probe.Seen!;
    }

    /// <summary>A column of a shape in words, annotations included.</summary>
    public static string Describe(SchemaShape.Column column) =>
        $"{column.Name}: {column.Kind} {column.ItemType}{(column.IsKey ? " key" : "")} [{string.Join(", ", column.Annotations.Select(Describe).Order(StringComparer.Ordinal))}]";

    public static string[] Describe(SchemaShape shape) => [.. shape.Select(Describe).Order(StringComparer.Ordinal)];

    private sealed class ProbeDoneException : Exception;
}
