using System.Numerics.Tensors;

namespace MlNetGenerative.Core.Evaluation;

/// <summary>The squared maximum mean discrepancy of two sets of rows: mean of k(x, x') + mean of k(y, y') - 2 mean of k(x, y).</summary>
/// <remarks>
/// <para>A. Gretton et al., "A kernel two-sample test", JMLR 13, 2012. Unbiased means leave out the pairs of a row with itself; such an
/// estimate is around 0 for equal distributions, also below it, whatever the number of rows.</para>
/// <para>Time grows with the product of the numbers of rows: two seconds for twice 10,000 rows of 84 columns.</para>
/// </remarks>
public static class KernelDistance
{
    /// <summary>The kernel inception distance (KID) with the kernel (x·y / d + 1)³, unbiased; d is the number of columns.</summary>
    /// <remarks>M. Bińkowski et al., "Demystifying MMD GANs", ICLR 2018, on all rows instead of on subsets.</remarks>
    /// <param name="first">At least 2 rows.</param>
    /// <param name="second">At least 2 rows of the same width.</param>
    /// <exception cref="ArgumentException">The widths differ, or a set has fewer than 2 rows.</exception>
    public static double Cubic(SampleRows first, SampleRows second)
    {
        SampleRows.RequireComparable(first, second, 2, "The cubic kernel distance");
        double scale = 1.0 / first.Width;
        return Discrepancy(first, second, new CubicKernel(scale), unbiased: true);
    }

    /// <summary>The discrepancy with the kernel exp(-|x - y|² / (2 bandwidth²)).</summary>
    /// <param name="first">At least 2 rows (1 when biased).</param>
    /// <param name="second">As many or more, of the same width.</param>
    /// <param name="bandwidth">The standard deviation of the kernel, in units of the columns, above 0.</param>
    /// <param name="unbiased">False counts the pairs of a row with itself too, which makes the result at least 0 and biased upwards.</param>
    /// <returns>From 0 to 2 when biased; unbiased values can be a little below 0.</returns>
    /// <exception cref="ArgumentException">The widths differ, or a set has too few rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The bandwidth is not a positive number.</exception>
    public static double Gaussian(SampleRows first, SampleRows second, double bandwidth, bool unbiased = true)
    {
        SampleRows.RequireComparable(first, second, unbiased ? 2 : 1, "The Gaussian kernel distance");
        if (!(double.IsFinite(bandwidth) && bandwidth > 0))
            throw new ArgumentOutOfRangeException(nameof(bandwidth), bandwidth, "The bandwidth must be a finite number above 0.");
        return Discrepancy(first, second, new GaussianKernel(-0.5 / (bandwidth * bandwidth)), unbiased);
    }

    private static double Discrepancy<TKernel>(SampleRows first, SampleRows second, TKernel kernel, bool unbiased)
        where TKernel : struct, IKernel
    {
        double[] x = Widen(first);
        double[] y = Widen(second);
        return MeanWithin(x, first, kernel, unbiased) + MeanWithin(y, second, kernel, unbiased) - 2 * MeanBetween(x, y, first, second, kernel);
    }

    private static double MeanWithin<TKernel>(double[] values, SampleRows rows, TKernel kernel, bool unbiased)
        where TKernel : struct, IKernel
    {
        double sum = 0;
        double diagonal = 0;
        for (int i = 0; i < rows.Count; i++)
        {
            ReadOnlySpan<double> row = values.AsSpan(i * rows.Width, rows.Width);
            double sumOfRow = 0;
            for (int j = 0; j < i; j++)
                sumOfRow += kernel.Value(row, values.AsSpan(j * rows.Width, rows.Width));
            sum += 2 * sumOfRow;
            if (!unbiased)
                diagonal += kernel.Value(row, row);
        }
        double count = rows.Count;
        return unbiased ? sum / (count * (count - 1)) : (sum + diagonal) / (count * count);
    }

    private static double MeanBetween<TKernel>(double[] x, double[] y, SampleRows first, SampleRows second, TKernel kernel)
        where TKernel : struct, IKernel
    {
        double sum = 0;
        for (int i = 0; i < first.Count; i++)
        {
            ReadOnlySpan<double> row = x.AsSpan(i * first.Width, first.Width);
            double sumOfRow = 0;
            for (int j = 0; j < second.Count; j++)
                sumOfRow += kernel.Value(row, y.AsSpan(j * second.Width, second.Width));
            sum += sumOfRow;
        }
        return sum / ((double)first.Count * second.Count);
    }

    private static double[] Widen(SampleRows rows)
    {
        double[] values = new double[rows.Count * rows.Width];
        for (int i = 0; i < rows.Count; i++)
            TensorPrimitives.ConvertChecked<float, double>(rows[i], values.AsSpan(i * rows.Width, rows.Width));
        return values;
    }

    private interface IKernel
    {
        double Value(ReadOnlySpan<double> x, ReadOnlySpan<double> y);
    }

    private readonly struct CubicKernel(double scale) : IKernel
    {
        public double Value(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
        {
            double root = TensorPrimitives.Dot(x, y) * scale + 1;
            return root * root * root;
        }
    }

    private readonly struct GaussianKernel(double factor) : IKernel
    {
        public double Value(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
        {
            double distance = TensorPrimitives.Distance(x, y);
            return Math.Exp(factor * distance * distance);
        }
    }
}
