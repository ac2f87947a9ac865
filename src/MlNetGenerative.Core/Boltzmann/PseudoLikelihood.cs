namespace MlNetGenerative.Core.Boltzmann;

/// <summary>The pseudo-log-likelihood of binary rows: PLL(v) = sum over i of log p(v_i | v without i) = sum over i of log sigmoid(F(v with i flipped) - F(v)).</summary>
/// <remarks>J. Besag, "Statistical analysis of non-lattice data", The Statistician 24, 1975. Units are nats.</remarks>
public static class PseudoLikelihood
{
    /// <summary>Computes the pseudo-log-likelihood of one row, over all of its units.</summary>
    /// <param name="model">The machine.</param>
    /// <param name="visible">One entry a visible unit, each 0 or 1.</param>
    /// <returns>The pseudo-log-likelihood in nats.</returns>
    public static double Exact(RestrictedBoltzmannMachine model, ReadOnlySpan<float> visible) => throw new NotImplementedException();

    /// <summary>Estimates the pseudo-log-likelihood of one row from one of its units: M log sigmoid(F(v with i flipped) - F(v)), M units.</summary>
    /// <param name="model">The machine.</param>
    /// <param name="visible">One entry a visible unit, each 0 or 1.</param>
    /// <param name="unit">The unit i; chosen uniformly at random the estimate is unbiased.</param>
    /// <returns>The estimate in nats.</returns>
    public static double FromUnit(RestrictedBoltzmannMachine model, ReadOnlySpan<float> visible, int unit) => throw new NotImplementedException();
}
