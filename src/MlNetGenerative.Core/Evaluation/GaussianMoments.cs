using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace MlNetGenerative.Core.Evaluation;

/// <summary>Mean and covariance of rows, in double precision.</summary>
public sealed class GaussianMoments
{
    private const int RowsOfBlock = 512;

    private readonly Matrix<double> _covariance;

    /// <summary>Copies given moments.</summary>
    /// <param name="mean">The mean, one number a column.</param>
    /// <param name="covariance">The symmetric covariance [columns, columns].</param>
    /// <exception cref="ArgumentException">The sizes disagree, a value is not finite, or the covariance is not symmetric.</exception>
    public GaussianMoments(IReadOnlyList<double> mean, double[,] covariance)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(covariance);
        int width = mean.Count;
        if (width == 0 || covariance.GetLength(0) != width || covariance.GetLength(1) != width)
            throw new ArgumentException(
                $"A mean of {width} numbers needs a covariance [{width}, {width}], but got [{covariance.GetLength(0)}, {covariance.GetLength(1)}].", nameof(covariance));
        for (int i = 0; i < width; i++)
            for (int j = 0; j < width; j++)
                if (!double.IsFinite(mean[i]) || !double.IsFinite(covariance[i, j]) || Math.Abs(covariance[i, j] - covariance[j, i]) > 1e-9 * (1 + Math.Abs(covariance[i, j])))
                    throw new ArgumentException($"Entry [{i}, {j}] of the covariance must be finite and equal to [{j}, {i}], and the mean finite.", nameof(covariance));
        Mean = [.. mean];
        _covariance = Matrix<double>.Build.DenseOfArray(covariance);
    }

    private GaussianMoments(double[] mean, Matrix<double> covariance)
    {
        Mean = mean;
        _covariance = covariance;
    }

    /// <summary>The number of columns.</summary>
    public int Width => Mean.Count;

    /// <summary>The mean, one number a column.</summary>
    public IReadOnlyList<double> Mean { get; }

    /// <summary>The covariance of two columns, with n - 1 in the denominator when it is that of n rows.</summary>
    public double Covariance(int first, int second) => _covariance[first, second];

    internal Matrix<double> CovarianceMatrix => _covariance;

    /// <summary>Mean and unbiased covariance of rows: sum of (x - mean)(x - mean)ᵀ, divided by n - 1.</summary>
    /// <param name="rows">More rows than columns: with fewer the covariance is singular and distances mostly measure the number of rows.</param>
    /// <exception cref="ArgumentException">There are not more rows than columns.</exception>
    public static GaussianMoments Of(SampleRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        rows.RequireRows(rows.Width + 1, "A covariance");
        double[] mean = MeanOf(rows);
        int width = rows.Width;
        double[] sums = new double[width * width];
        double[] columns = new double[width * RowsOfBlock];
        for (int first = 0; first < rows.Count; first += RowsOfBlock)
        {
            int count = Math.Min(RowsOfBlock, rows.Count - first);
            for (int row = 0; row < count; row++)
            {
                ReadOnlySpan<float> values = rows[first + row];
                for (int column = 0; column < width; column++)
                    columns[column * RowsOfBlock + row] = values[column] - mean[column];
            }
            for (int i = 0; i < width; i++)
                for (int j = 0; j <= i; j++)
                    sums[i * width + j] += TensorPrimitives.Dot<double>(
                        columns.AsSpan(i * RowsOfBlock, count), columns.AsSpan(j * RowsOfBlock, count));
        }
        return new GaussianMoments(mean, Matrix<double>.Build.Dense(
            width, width, (i, j) => sums[Math.Max(i, j) * width + Math.Min(i, j)] / (rows.Count - 1)));
    }

    private static double[] MeanOf(SampleRows rows)
    {
        double[] mean = new double[rows.Width];
        for (int row = 0; row < rows.Count; row++)
        {
            ReadOnlySpan<float> values = rows[row];
            for (int column = 0; column < mean.Length; column++)
                mean[column] += values[column];
        }
        for (int column = 0; column < mean.Length; column++)
            mean[column] /= rows.Count;
        return mean;
    }
}
