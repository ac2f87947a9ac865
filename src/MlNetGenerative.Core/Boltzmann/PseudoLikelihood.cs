using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>The pseudo-log-likelihood of binary rows: PLL(v) = sum over i of log p(v_i | v without i) = sum over i of log sigmoid(F(v with
/// i flipped) - F(v)).</summary>
/// <remarks>J. Besag, "Statistical analysis of non-lattice data", The Statistician 24, 1975. Units are nats.</remarks>
public static class PseudoLikelihood
{
    /// <summary>Computes the pseudo-log-likelihood of one row, over all of its units.</summary>
    /// <param name="model">The machine.</param>
    /// <param name="visible">One entry a visible unit, each 0 or 1.</param>
    /// <returns>The pseudo-log-likelihood in nats.</returns>
    /// <exception cref="ArgumentException">The length does not fit, or an entry is neither 0 nor 1.</exception>
    public static double Exact(RestrictedBoltzmannMachine model, ReadOnlySpan<float> visible)
    {
        var row = new Row(model, visible);
        double sum = 0;
        for (int unit = 0; unit < visible.Length; unit++)
            sum += row.LogConditional(unit);
        return sum;
    }

    /// <summary>Estimates the pseudo-log-likelihood of one row from one of its units: M log sigmoid(F(v with i flipped) - F(v)), M
    /// units.</summary>
    /// <param name="model">The machine.</param>
    /// <param name="visible">One entry a visible unit, each 0 or 1.</param>
    /// <param name="unit">The unit i; chosen uniformly at random the estimate is unbiased.</param>
    /// <returns>The estimate in nats.</returns>
    /// <exception cref="ArgumentException">The length does not fit, an entry is neither 0 nor 1, or there is no such unit.</exception>
    public static double FromUnit(RestrictedBoltzmannMachine model, ReadOnlySpan<float> visible, int unit)
    {
        var row = new Row(model, visible);
        if ((uint)unit >= (uint)visible.Length)
            throw new ArgumentOutOfRangeException(nameof(unit), unit, $"There are {visible.Length} visible units.");
        return visible.Length * row.LogConditional(unit);
    }

    /// <summary>Estimates the pseudo-log-likelihood of one row from some of its units, one at random from each of equal parts of the
    /// row.</summary>
    /// <param name="model">The machine.</param>
    /// <param name="visible">The row.</param>
    /// <param name="units">The number of units.</param>
    /// <param name="random">Chooses them.</param>
    /// <param name="means">The means of the columns.</param>
    /// <param name="independent">Is raised by the same estimate for independent columns with those means.</param>
    internal static double Stochastic(
        RestrictedBoltzmannMachine model, ReadOnlySpan<float> visible, int units, RandomSequence random, ReadOnlySpan<float> means,
        ref double independent)
    {
        var row = new Row(model, visible);
        units = Math.Min(units, visible.Length);
        double sum = 0;
        for (int part = 0; part < units; part++)
        {
            int from = (int)((long)visible.Length * part / units);
            int to = (int)((long)visible.Length * (part + 1) / units);
            int unit = from + (int)random.NextBelow(to - from);
            sum += (to - from) * row.LogConditional(unit);
            independent += (to - from) * IndependentColumns.LogLikelihood(means.Slice(unit, 1), visible.Slice(unit, 1));
        }
        return sum;
    }

    /// <summary>A row with its hidden activations.</summary>
    private readonly ref struct Row
    {
        private readonly RestrictedBoltzmannMachine _model;
        private readonly ReadOnlySpan<float> _visible;
        private readonly double[] _activations;
        private readonly double[] _flipped;
        private readonly double _softplus;

        public Row(RestrictedBoltzmannMachine model, ReadOnlySpan<float> visible)
        {
            ArgumentNullException.ThrowIfNull(model);
            for (int i = 0; i < visible.Length; i++)
                if (visible[i] is not (0 or 1))
                    throw new ArgumentException($"Pseudo-likelihood is of binary rows, but entry {i} is {visible[i]}.", nameof(visible));
            float[] activations = new float[model.NumberOfHiddenUnits];
            model.HiddenActivations(visible, activations);
            _model = model;
            _visible = visible;
            _activations = Array.ConvertAll(activations, x => (double)x);
            _flipped = new double[activations.Length];
            _softplus = Softplus.Sum(_activations);
        }

        /// <summary>log p(v_i | v without i) = log sigmoid(F(v with i flipped) - F(v)).</summary>
        public double LogConditional(int unit)
        {
            double change = _visible[unit] == 0 ? 1 : -1;
            for (int j = 0; j < _flipped.Length; j++)
                _flipped[j] = _activations[j] + change * _model.Weights[unit, j];
            double difference = -change * _model.VisibleBias.Span[unit] - Softplus.Sum(_flipped) + _softplus;
            return Softplus.LogSigmoid(difference);
        }
    }
}
