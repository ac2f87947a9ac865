using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML;

/// <summary>Transforms that scale columns.</summary>
public static class NormalizationCatalog
{
    /// <summary>Scales a column by what is found in the training data: with <paramref name="fixZero"/> so that the largest magnitude becomes 1, else so that the smallest value becomes 0 and the largest 1.</summary>
    public static NormalizingEstimator NormalizeMinMax(this TransformsCatalog catalog, string outputColumnName, string inputColumnName = null,
        long maximumExampleCount = NormalizingEstimator.MaximumExampleCount, bool fixZero = true)
        => new(CatalogUtils.GetEnvironment(catalog), [(outputColumnName, inputColumnName ?? outputColumnName)], maximumExampleCount, fixZero);

    /// <summary>Scales columns by what is found in the training data: with <paramref name="fixZero"/> so that the largest magnitude becomes 1, else so that the smallest value becomes 0 and the largest 1.</summary>
    public static NormalizingEstimator NormalizeMinMax(this TransformsCatalog catalog, InputOutputColumnPair[] columns,
        long maximumExampleCount = NormalizingEstimator.MaximumExampleCount, bool fixZero = true)
        => new(CatalogUtils.GetEnvironment(catalog), Array.ConvertAll(columns, column => (column.OutputColumnName, column.InputColumnName)), maximumExampleCount, fixZero);
}
