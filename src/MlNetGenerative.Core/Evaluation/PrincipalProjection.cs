using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace MlNetGenerative.Core.Evaluation;

/// <summary>Moments of rows projected on the leading eigenvectors of a covariance. Signs and rotations of eigenvectors leave the Fréchet
/// distance of two projections as it is.</summary>
internal sealed class PrincipalProjection
{
    private readonly Matrix<double> _directions;

    /// <summary>Finds the directions of largest variance.</summary>
    public PrincipalProjection(GaussianMoments moments, int directions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(directions, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(directions, moments.Width);
        Evd<double> eigen = moments.CovarianceMatrix.Evd(Symmetricity.Symmetric);

        // Eigenvalues come in ascending order.
        _directions = eigen.EigenVectors.SubMatrix(0, moments.Width, moments.Width - directions, directions);
    }

    /// <summary>The moments of the projected rows: Pᵀ m and Pᵀ S P.</summary>
    public GaussianMoments Apply(GaussianMoments moments)
    {
        Vector<double> mean = _directions.TransposeThisAndMultiply(Vector<double>.Build.DenseOfEnumerable(moments.Mean));
        return new GaussianMoments(mean.ToArray(), _directions.TransposeThisAndMultiply(moments.CovarianceMatrix * _directions).ToArray());
    }
}
