using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace MlNetGenerative.Core.Evaluation;

/// <summary>The squared Fréchet distance of two Gaussians: |m0 - m1|² + tr(S0 + S1 - 2 (S0^½ S1 S0^½)^½).</summary>
/// <remarks>
/// <para>M. Heusel et al., "GANs trained by a two time-scale update rule converge to a local Nash equilibrium", NeurIPS 2017, there on
/// Inception features (FID); D. C. Dowson and B. V. Landau, "The Fréchet distance between multivariate normal distributions", 1982.</para>
/// <para>0 for equal moments, no upper bound, in squared units of the columns. It falls with the number of rows of a sample, so compare only at
/// equal numbers, and beside the distance of real rows from real rows. Only first and second moments count.</para>
/// <para>Computed to about 12 digits; where covariances are singular to about 8, since roots of eigenvalues near 0 magnify their rounding.</para>
/// </remarks>
public static class FrechetDistance
{
    /// <summary>The distance of two Gaussians.</summary>
    /// <exception cref="ArgumentException">The widths differ.</exception>
    public static double Between(GaussianMoments first, GaussianMoments second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Width != second.Width)
            throw new ArgumentException($"The Fréchet distance compares moments of one width, but the first has {first.Width} columns and the second {second.Width}.", nameof(second));
        double squaredMeans = 0;
        for (int i = 0; i < first.Width; i++)
            squaredMeans += (first.Mean[i] - second.Mean[i]) * (first.Mean[i] - second.Mean[i]);

        Matrix<double> root = SquareRoot(first.CovarianceMatrix);
        Matrix<double> product = root * second.CovarianceMatrix * root;
        double traceOfRoot = 0;
        foreach (double eigenvalue in SymmetricEigen(product).EigenValues.Select(value => value.Real))
            traceOfRoot += Math.Sqrt(Math.Max(0, eigenvalue));
        double distance = squaredMeans + first.CovarianceMatrix.Trace() + second.CovarianceMatrix.Trace() - 2 * traceOfRoot;
        return Math.Max(0, distance);
    }

    /// <summary>The distance of the Gaussians with the moments of two sets of rows.</summary>
    /// <exception cref="ArgumentException">The widths differ, or a set has not more rows than columns.</exception>
    public static double Between(SampleRows first, SampleRows second) => Between(GaussianMoments.Of(first), GaussianMoments.Of(second));

    // Rounding can push zero eigenvalues of a covariance below zero.
    private static Matrix<double> SquareRoot(Matrix<double> symmetric)
    {
        Evd<double> eigen = SymmetricEigen(symmetric);
        Vector<double> roots = eigen.EigenValues.Map(value => Math.Sqrt(Math.Max(0, value.Real)));
        return eigen.EigenVectors * Matrix<double>.Build.DiagonalOfDiagonalVector(roots) * eigen.EigenVectors.Transpose();
    }

    private static Evd<double> SymmetricEigen(Matrix<double> matrix) => ((matrix + matrix.Transpose()) / 2).Evd(Symmetricity.Symmetric);
}
