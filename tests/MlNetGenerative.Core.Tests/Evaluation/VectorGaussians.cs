using MlNetGenerative.Core.Evaluation;

namespace MlNetGenerative.Core.Tests.Evaluation;

/// <summary>The two Gaussians of the vectors kl_gauss_full and frechet.</summary>
internal static class VectorGaussians
{
    public static (GaussianMoments First, GaussianMoments Second) Pair() => (Read("m0", "S0"), Read("m1", "S1"));

    private static GaussianMoments Read(string mean, string covariance)
    {
        double[][] rows = TestVectors.Matrix("kl_gauss_full", covariance);
        return new GaussianMoments(TestVectors.Vector("kl_gauss_full", mean), new double[,] { { rows[0][0], rows[0][1] }, { rows[1][0], rows[1][1] } });
    }
}
